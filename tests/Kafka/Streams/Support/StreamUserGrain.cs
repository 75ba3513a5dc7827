using Orleans.Runtime;
using Orleans.Streams;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <inheritdoc cref="IStreamUserGrain"/>
public sealed class StreamUserGrain : Grain, IStreamUserGrain
{
    /// <inheritdoc/>
    public async Task SendAsync(string provider, StreamId stream, params Numbered[] items)
    {
        var to = this.GetStreamProvider(provider).GetStream<Numbered>(stream);
        foreach (var item in items)
            await to.OnNextAsync(item);
    }

    /// <inheritdoc/>
    public Task SubscribeAsync(string provider, StreamId stream)
    {
        var name = this.GetPrimaryKeyString();
        return this.GetStreamProvider(provider).GetStream<Numbered>(stream).SubscribeAsync((item, _) =>
        {
            Inbox.Receive(name, stream, item.Number);
            return Task.CompletedTask;
        });
    }
}
