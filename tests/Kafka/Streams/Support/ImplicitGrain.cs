using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>Receives each stream of the namespaces that begin with "implicit-"; an activation may have a stream of each.</summary>
[RegexImplicitStreamSubscription("^implicit-.*$")]
public sealed class ImplicitGrain : Grain, IGrainWithStringKey, IStreamSubscriptionObserver
{
    /// <summary>The subscriber's name in the inbox.</summary>
    internal const string Name = "implicit";

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        var stream = handleFactory.StreamId;
        if (Inbox.IsRefused(stream))
            throw new InvalidOperationException("The subscriber was told not to be there.");
        await handleFactory.Create<Numbered>().ResumeAsync((item, _) =>
        {
            Inbox.Receive(Name, stream, item.Number);
            return Task.CompletedTask;
        });
    }
}
