using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansLambda.Cluster.Support;

/// <summary>An item of a stream.</summary>
[GenerateSerializer]
public sealed record Numbered([property: Id(0)] int Number);

/// <summary>Receives each stream of the namespaces that begin with "test-".</summary>
public abstract class SubscriberGrain : Grain, IGrainWithStringKey, IStreamSubscriptionObserver, IAsyncObserver<Numbered>
{
    private StreamId _stream;

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        _stream = handleFactory.StreamId;
        await handleFactory.Create<Numbered>().ResumeAsync(this);
    }

    /// <inheritdoc/>
    public Task OnNextAsync(Numbered item, StreamSequenceToken? token = null)
    {
        Inbox.Receive(GetType().Name, _stream.GetNamespace()!, _stream.GetKeyAsString(), item.Number);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

/// <summary>One of two subscribers.</summary>
[RegexImplicitStreamSubscription("^test-.*$")]
public sealed class FirstSubscriberGrain : SubscriberGrain;

/// <summary>The other.</summary>
[RegexImplicitStreamSubscription("^test-.*$")]
public sealed class SecondSubscriberGrain : SubscriberGrain;
