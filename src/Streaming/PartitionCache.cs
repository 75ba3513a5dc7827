using System.Diagnostics.CodeAnalysis;

namespace OrleansLambda.Streaming;

/// <summary>
/// The reads of one partition that Orleans has taken and not delivered yet, in order. There is one stream, so there is
/// one list. Everything here runs on the pulling agent's own scheduler.
/// </summary>
internal sealed class PartitionCache(PartitionReader reader, TimeProvider time) : IQueueCache
{
    // An agent that could not register its stream, or lost its subscriber, forgets what it took; offering it again wakes it.
    private static readonly TimeSpan OfferAgainAfter = TimeSpan.FromSeconds(1);

    private readonly LinkedList<PartitionContainer> _waiting = [];
    private long _offered;

    /// <summary>What to offer again, if anything has been waiting for long.</summary>
    public PartitionContainer? Neglected =>
        _waiting.First is { } first && time.GetElapsedTime(_offered) > OfferAgainAfter ? first.Value : null;

    /// <inheritdoc/>
    public int GetMaxAddCount() => reader.HasReady || Neglected is not null ? 1 : 0;

    /// <inheritdoc/>
    public bool IsUnderPressure() => false; // The reader holds few enough reads by itself.

    /// <inheritdoc/>
    public void AddToCache(IList<IBatchContainer> messages)
    {
        _offered = time.GetTimestamp();
        foreach (var container in messages.Cast<PartitionContainer>())
            if (_waiting.First?.Value != container)
                _waiting.AddLast(container);
    }

    /// <inheritdoc/>
    public bool TryPurgeFromCache([NotNullWhen(true)] out IList<IBatchContainer>? purgedItems)
    {
        purgedItems = null;
        return false;
    }

    /// <inheritdoc/>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token) => new Cursor(this, reader);

    private sealed class Cursor(PartitionCache cache, PartitionReader reader) : IQueueCacheCursor
    {
        private PartitionContainer? _current;
        private bool _failed;

        public IBatchContainer? GetCurrent(out Exception? exception)
        {
            exception = null;
            return _current;
        }

        // To ask for the next one is to say that the current one is delivered.
        public bool MoveNext()
        {
            if (_current is { } current && !_failed)
                reader.Complete(current);
            else
                PutBack();
            _failed = false;
            _current = cache._waiting.First?.Value;
            if (_current is null)
                return false;
            cache._waiting.RemoveFirst();
            return true;
        }

        public void Refresh(StreamSequenceToken token)
        {
        }

        public void RecordDeliveryFailure() => _failed = true;

        public void Dispose() => PutBack();

        private void PutBack()
        {
            if (_current is not null)
                cache._waiting.AddFirst(_current);
            _current = null;
        }
    }
}
