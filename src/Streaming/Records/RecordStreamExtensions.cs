using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace OrleansLambda.Streaming.Records;

/// <summary>Makes streams of a log's keys.</summary>
public static class RecordStreamExtensions
{
    /// <summary>
    /// Lets each key of the log behind the stream provider <paramref name="provider"/> be a stream in
    /// <paramref name="streamNamespace"/>, or in the one that its record names. Items are read by the
    /// <see cref="IStreamFormat"/> registered under the provider's name; without one they are JSON.
    /// </summary>
    public static ISiloBuilder AddRecordStreams(this ISiloBuilder silo, string provider, string streamNamespace) =>
        silo.ConfigureServices(services => services.AddRecordStreams(provider, _ => streamNamespace));

    /// <summary>
    /// What <see cref="AddRecordStreams(ISiloBuilder, string, string)"/> registers. A client of the cluster needs it too:
    /// a record becomes an item where its subscriber is.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="provider">The stream provider's name.</param>
    /// <param name="streamNamespace">Gives the namespace of records that name none.</param>
    public static IServiceCollection AddRecordStreams(this IServiceCollection services, string provider, Func<IServiceProvider, string> streamNamespace)
    {
        services.TryAddKeyedSingleton<IStreamFormat>(provider, static (_, _) => new JsonStreamFormat());
        services.AddKeyedSingleton(provider, static (services, key) => new RecordFormat(
            (string)key!, services.GetRequiredKeyedService<IStreamFormat>(key), services.GetRequiredService<ILogger<RecordFormat>>()));
        return services.AddKeyedSingleton<IRecordInterpreter>(provider, (services, key) =>
            new KeyedRecordInterpreter(streamNamespace(services), provider, services.GetRequiredKeyedService<RecordFormat>(key)));
    }
}
