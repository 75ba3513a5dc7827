using Microsoft.Extensions.DependencyInjection;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Registers replays.</summary>
public static class ReplayServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="Replayer"/>. Settings come from the section <c>Replay</c>.</summary>
    public static IServiceCollection AddReplay(this IServiceCollection services)
    {
        services.AddOptions<ReplayOptions>().BindConfiguration(ReplayOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Replayer>();
        return services;
    }
}
