using System.Runtime.InteropServices;
using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>
/// What is fetched ahead of one partition, from one offset on. It is librdkafka's own queue: taking from it neither
/// waits nor copies, and its records stay where they came in until they are given back.
/// </summary>
internal sealed unsafe class PartitionQueue : IDisposable
{
    private const int Capacity = 16_384;

    private readonly ReadingClient _client;
    private readonly PartitionSignal _signal = new();
    private readonly NativeMessage** _taken = (NativeMessage**)NativeMemory.Alloc(Capacity, (nuint)sizeof(NativeMessage*));
    private readonly nint _queue;
    private int _first;
    private int _count;
    private long? _end;
    private bool _disposed;

    /// <summary>Starts fetching. The partition must not be fetched by this client already.</summary>
    public PartitionQueue(ReadingClient client, int partition, long offset)
    {
        (_client, Partition) = (client, partition);
        _queue = Librdkafka.rd_kafka_queue_new(client.Handle);
        Librdkafka.rd_kafka_queue_cb_event_enable(_queue, &PartitionSignal.OnRaised, _signal.Opaque);
        if (Librdkafka.rd_kafka_consume_start_queue(client.Topic, partition, offset, _queue) == 0)
            return;
        var error = Marshal.GetLastSystemError();
        Free();
        throw new StoreUnavailableException($"Partition {partition} cannot be fetched from offset {offset} on: error {error}.");
    }

    /// <summary>The partition.</summary>
    public int Partition { get; }

    /// <summary>The end that was reached when everything before it had been moved, past offsets that hold no record; null before that.</summary>
    public long? ReachedEnd => _count == 0 ? _end : null;

    /// <summary>What went wrong after the records that came before; nothing more will come then.</summary>
    public (ErrorCode Code, string Text)? Fault { get; private set; }

    /// <summary>Waits until something came. May return early.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _signal.WaitAsync(timeout, cancellationToken);

    /// <summary>Takes up to <paramref name="most"/> records, of those that have come, unless there are some left that were not moved yet.</summary>
    /// <returns>Whether there are any to move.</returns>
    public bool Take(int most)
    {
        if (_count == 0 && Fault is null)
            Refill(Math.Min(most, Capacity));
        return _count > 0;
    }

    /// <summary>
    /// Moves what was taken to <paramref name="page"/>: at most <paramref name="maxRecords"/>, and at most
    /// <paramref name="maxBytes"/> unless the first alone is longer.
    /// </summary>
    public void Move(RecordPage page, int maxRecords, int maxBytes)
    {
        var (count, bytes) = Measure(Math.Min(maxRecords, _count), maxBytes);
        page.Fill(_taken + _first, count, bytes);
        for (var i = _first; i < _first + count; i++)
            Librdkafka.rd_kafka_message_destroy(_taken[i]);
        _first += count;
        _count -= count;
    }

    /// <summary>Stops fetching, and forgets what was fetched.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        for (var i = _first; i < _first + _count; i++)
            Librdkafka.rd_kafka_message_destroy(_taken[i]);
        _ = Librdkafka.rd_kafka_consume_stop(_client.Topic, Partition);
        Free();
        _client.Release(Partition);
    }

    private void Free()
    {
        Librdkafka.rd_kafka_queue_cb_event_enable(_queue, null, 0);
        Librdkafka.rd_kafka_queue_destroy(_queue);
        _signal.Dispose();
        NativeMemory.Free(_taken);
    }

    // Markers between records are taken out; what comes after one that tells of a fault is not of use.
    private void Refill(int most)
    {
        _first = 0;
        _client.DropTold();
        var got = (int)Librdkafka.rd_kafka_consume_batch_queue(_queue, 0, _taken, (nuint)most);
        for (var i = 0; i < got; i++)
        {
            var message = _taken[i];
            if (message->Error == 0 && Fault is null)
            {
                _taken[_count++] = message;
                continue;
            }
            if (message->Error == (int)ErrorCode.Local_PartitionEOF)
                _end = message->Offset;
            else if (message->Error != 0)
                Fault ??= ((ErrorCode)message->Error, Librdkafka.Text(message->Payload));
            Librdkafka.rd_kafka_message_destroy(message);
        }
    }

    private (int Count, int Bytes) Measure(int most, int maxBytes)
    {
        var bytes = 0L;
        for (var i = 0; i < most; i++)
        {
            var with = bytes + (long)_taken[_first + i]->Length + (long)_taken[_first + i]->KeyLength;
            if (with > maxBytes && i > 0)
                return (i, (int)bytes);
            bytes = with;
        }
        return (most, checked((int)bytes));
    }
}
