using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>Receives each stream of the namespaces that begin with "implicit-".</summary>
[RegexImplicitStreamSubscription("^implicit-.*$")]
public sealed class ImplicitGrain : Grain, IGrainWithStringKey, IStreamSubscriptionObserver, IAsyncObserver<Numbered>
{
    /// <summary>The subscriber's name in the inbox.</summary>
    internal const string Name = "implicit";

    private StreamId _stream;

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        _stream = handleFactory.StreamId;
        if (Inbox.IsRefused(_stream))
            throw new InvalidOperationException("The subscriber was told not to be there.");
        await handleFactory.Create<Numbered>().ResumeAsync(this);
    }

    /// <inheritdoc/>
    public Task OnNextAsync(Numbered item, StreamSequenceToken? token = null)
    {
        Inbox.Receive(Name, _stream, item.Number);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
