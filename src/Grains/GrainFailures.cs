using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansLambda.Grains;

/// <summary>What callers on other silos are told of a grain's failure.</summary>
internal static class GrainFailures
{
    /// <summary>
    /// Sends every exception to callers on other silos as it is: its type, message and stack, and those of its causes.
    /// Orleans by itself sends those of a few namespaces, and tells of any other, a store's client's in the depth of ours
    /// as well, only that it has no codec.
    /// </summary>
    public static IServiceCollection AddGrainFailures(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(static options => options.SupportedExceptionTypeFilter = static _ => true);
}
