using System.Diagnostics.CodeAnalysis;

namespace OrleansLambda.Streaming;

/// <summary>
/// The deliveries of one partition that Orleans has taken and that have not ended: a backlog for each stream.
/// Everything here runs on the pulling agent's own scheduler.
/// </summary>
internal sealed partial class PartitionCache(PartitionReader reader, PartitionServices services) : IQueueCache
{
    private const int MaxContainersPerTurn = 1000;

    // An agent that could not register a stream, or lost its subscriber, forgets what it took; offering it again wakes it.
    private static readonly TimeSpan OfferAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<StreamId, LinkedListNode<StreamBacklog>> _streams = [];
    private readonly LinkedList<StreamBacklog> _byOffer = []; // What was offered longest ago comes first.
    private readonly ILogger _logger = services.Logger;

    /// <summary>A delivery begins.</summary>
    public void Take(Delivery delivery)
    {
        var backlog = BacklogOf(delivery.Container.StreamId);
        backlog.Value.Add(delivery);
        Offered(backlog);
    }

    /// <summary>What to offer again, if any stream's first delivery has been waiting for long; drops what nobody has read for longer.</summary>
    public IBatchContainer? TakeNeglected()
    {
        while (Neglected is { } backlog)
        {
            Offered(backlog);
            if (backlog.Value.First is not { } first)
                continue;
            if (backlog.Value.UnreadSince is not { } since || services.Time.GetElapsedTime(since) < services.Options.UnreadAfter)
                return first.Container;
            var dropped = backlog.Value.Drop();
            LogUnread(dropped, backlog.Value.Stream, services.Options.UnreadAfter);
            StreamMetrics.Unread(services.Provider, dropped);
            Forget(backlog.Value);
        }
        return null;
    }

    /// <inheritdoc/>
    public int GetMaxAddCount() => Math.Min(reader.Ready + (Neglected is null ? 0 : 1), MaxContainersPerTurn);

    /// <inheritdoc/>
    public bool IsUnderPressure() => false; // The reader holds few enough reads by itself.

    /// <inheritdoc/>
    public void AddToCache(IList<IBatchContainer> messages)
    {
        // The receiver has put them here already.
    }

    /// <inheritdoc/>
    public bool TryPurgeFromCache([NotNullWhen(true)] out IList<IBatchContainer>? purgedItems)
    {
        purgedItems = null;
        return false;
    }

    /// <inheritdoc/>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var backlog = BacklogOf(streamId).Value;
        backlog.UnreadSince = null;
        return backlog.Read(Left);
    }

    private LinkedListNode<StreamBacklog>? Neglected =>
        _byOffer.First is { } first && services.Time.GetElapsedTime(first.Value.OfferedAt) > OfferAgainAfter ? first : null;

    private LinkedListNode<StreamBacklog> BacklogOf(StreamId stream)
    {
        if (!_streams.TryGetValue(stream, out var backlog))
            _streams[stream] = backlog = _byOffer.AddLast(new StreamBacklog(stream, reader.Complete) { OfferedAt = services.Time.GetTimestamp() });
        return backlog;
    }

    private void Offered(LinkedListNode<StreamBacklog> backlog)
    {
        backlog.Value.OfferedAt = services.Time.GetTimestamp();
        if (!backlog.Value.HasCursors)
            backlog.Value.UnreadSince ??= backlog.Value.OfferedAt;
        _byOffer.Remove(backlog);
        _byOffer.AddLast(backlog);
    }

    private void Left(StreamBacklog backlog)
    {
        if (!backlog.HasCursors && backlog.First is not null)
            backlog.UnreadSince = services.Time.GetTimestamp();
        Forget(backlog);
    }

    private void Forget(StreamBacklog backlog)
    {
        if (backlog.IsEmpty && _streams.Remove(backlog.Stream, out var place))
            _byOffer.Remove(place);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} deliveries of stream {Stream} were dropped: nobody had subscribed to it for {Time}.")]
    private partial void LogUnread(int count, StreamId stream, TimeSpan time);
}
