using System.Reflection;

namespace OrleansLambda.Api.Tests.Hosting;

/// <summary>A grain factory whose grains a test plays. Grains are found by their interface alone: each has one key.</summary>
public class FakeGrains : DispatchProxy
{
    private object[] _grains = [];

    public static IGrainFactory Of(params object[] grains)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        ((FakeGrains)(object)factory)._grains = grains;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var wanted = targetMethod!.ReturnType;
        return _grains.Single(wanted.IsInstanceOfType);
    }
}
