using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace OrleansLambda.Streaming.Records;

/// <summary>Makes streams of a log's keys.</summary>
public static class RecordStreamExtensions
{
    /// <summary>
    /// Lets each key of the log behind the stream provider <paramref name="provider"/> be a stream in
    /// <paramref name="streamNamespace"/>. Items are read by the <see cref="IStreamFormat"/> registered under the
    /// provider's name; without one they are JSON.
    /// </summary>
    public static ISiloBuilder AddRecordStreams(this ISiloBuilder silo, string provider, string streamNamespace) => silo.ConfigureServices(services =>
    {
        services.TryAddKeyedSingleton<IStreamFormat>(provider, static (_, _) => new JsonStreamFormat());
        services.AddKeyedSingleton(provider, static (services, key) => new RecordFormat(
            services.GetRequiredKeyedService<IStreamFormat>(key), services.GetRequiredService<ILogger<RecordFormat>>()));
        services.AddKeyedSingleton<IRecordInterpreter>(provider, (services, key) =>
            new KeyedRecordInterpreter(streamNamespace, provider, services.GetRequiredKeyedService<RecordFormat>(key)));
    });
}
