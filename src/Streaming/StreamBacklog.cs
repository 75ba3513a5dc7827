using System.Diagnostics.CodeAnalysis;

namespace OrleansLambda.Streaming;

/// <summary>
/// The deliveries of one stream that have not ended, in order, and the cursors of its subscribers. A delivery ends when
/// every cursor has passed it. Not for several threads.
/// </summary>
internal sealed class StreamBacklog(StreamId stream, Action<Delivery> complete)
{
    private readonly Queue<Delivery> _deliveries = new();
    private readonly List<Cursor> _cursors = [];
    private long _first; // The number of the first delivery in the queue.

    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>Whether nothing waits, and nobody reads.</summary>
    public bool IsEmpty => _deliveries.Count == 0 && _cursors.Count == 0;

    /// <summary>Whether somebody reads the stream.</summary>
    public bool HasCursors => _cursors.Count > 0;

    /// <summary>When what waits was last offered to Orleans, as a time stamp.</summary>
    public long OfferedAt { get; set; }

    /// <summary>Since when deliveries wait and nobody reads them, as a time stamp; null where somebody does, or none waits.</summary>
    public long? UnreadSince { get; set; }

    /// <summary>The first delivery that has not ended, or null.</summary>
    public Delivery? First => _deliveries.TryPeek(out var first) ? first : null;

    /// <summary>Adds a delivery.</summary>
    public void Add(Delivery delivery) => _deliveries.Enqueue(delivery);

    /// <summary>A cursor that starts with the first delivery that has not ended.</summary>
    public Cursor Read(Action<StreamBacklog> disposed)
    {
        var cursor = new Cursor(this, _first, disposed);
        _cursors.Add(cursor);
        return cursor;
    }

    /// <summary>Ends all deliveries, which nobody wants.</summary>
    /// <returns>How many there were.</returns>
    public int Drop()
    {
        var dropped = _deliveries.Count;
        EndBefore(_first + dropped);
        return dropped;
    }

    private bool TryFind(long number, [NotNullWhen(true)] out Delivery? delivery)
    {
        // Cursors are mostly at the first delivery or the one after it.
        delivery = number - _first < _deliveries.Count ? _deliveries.ElementAt((int)(number - _first)) : null;
        return delivery is not null;
    }

    private void Settle()
    {
        if (_cursors.Count > 0)
            EndBefore(_cursors.Min(static cursor => cursor.Next));
    }

    private void EndBefore(long number)
    {
        for (; _first < number; _first++)
            complete(_deliveries.Dequeue());
    }

    /// <summary>How far one subscriber has come.</summary>
    internal sealed class Cursor(StreamBacklog backlog, long next, Action<StreamBacklog> disposed) : IQueueCacheCursor
    {
        private Delivery? _current;
        private bool _failed;
        private bool _disposed;

        /// <summary>The number of the first delivery that it has not passed.</summary>
        public long Next { get; private set; } = next;

        /// <inheritdoc/>
        public IBatchContainer? GetCurrent(out Exception? exception)
        {
            exception = null;
            return _current?.Container;
        }

        /// <summary>Goes on: to ask for the next delivery is to say that the current one has arrived, unless it was told to have failed.</summary>
        public bool MoveNext()
        {
            if (_disposed)
                return false;
            if (_current is not null && !_failed)
            {
                Next++;
                backlog.Settle();
            }
            _failed = false;
            return backlog.TryFind(Next, out _current);
        }

        /// <inheritdoc/>
        public void Refresh(StreamSequenceToken token)
        {
        }

        /// <inheritdoc/>
        public void RecordDeliveryFailure() => _failed = true;

        /// <summary>The subscriber has gone. What only it had not passed is done where others are left, and waits where it was the last.</summary>
        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            _current = null;
            backlog._cursors.Remove(this);
            backlog.Settle();
            disposed(backlog);
        }
    }
}
