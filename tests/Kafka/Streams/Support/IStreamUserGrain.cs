using Orleans.Runtime;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>Sends to streams, and subscribes to them.</summary>
public interface IStreamUserGrain : IGrainWithStringKey
{
    /// <summary>Sends items, one by one.</summary>
    Task SendAsync(string provider, StreamId stream, params Numbered[] items);

    /// <summary>Subscribes, under the grain's key as the name in the inbox.</summary>
    Task SubscribeAsync(string provider, StreamId stream);
}
