using System.Runtime.InteropServices;
using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>
/// One append on its way: a copy of its records in memory that librdkafka sends from, and what became of them so far.
/// What was handed over is told of by one thread; what was not, by the one that tried.
/// </summary>
internal sealed unsafe class PendingAppend
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GCHandle _self;
    private readonly byte* _bytes;
    private int _open;
    private long _last = -1;
    private bool _lost; // Some record may be there or not.
    private bool _there; // Some record is there.
    private string? _failure;

    public PendingAppend(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, RecordName? name = null)
    {
        (Partition, Name, Lengths) = (partition, name, new int[records.Count]);
        var total = 0L;
        for (var i = 0; i < Lengths.Length; i++)
            total += Lengths[i] = records[i].Length;
        _bytes = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, total));
        var at = _bytes;
        for (var i = 0; i < Lengths.Length; at += Lengths[i++])
            records[i].Span.CopyTo(new Span<byte>(at, Lengths[i]));
        _open = Lengths.Length;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>The partition to append to.</summary>
    public int Partition { get; }

    /// <summary>What the records are appended with, or null.</summary>
    public RecordName? Name { get; }

    /// <summary>The records' lengths.</summary>
    public int[] Lengths { get; }

    /// <summary>The first record; the others follow it.</summary>
    public byte* Bytes => _bytes;

    /// <summary>What each record is sent with, to be told of by.</summary>
    public nint Opaque => GCHandle.ToIntPtr(_self);

    /// <summary>The last record's offset, once all are there; else what went wrong.</summary>
    public Task<long> Done => _done.Task;

    /// <summary>The append that a record was sent with.</summary>
    public static PendingAppend Of(nint opaque) => (PendingAppend)GCHandle.FromIntPtr(opaque).Target!;

    /// <summary>A record is there.</summary>
    /// <returns>Whether it was the last to be told of.</returns>
    public bool Appended(long offset)
    {
        _there = true;
        _last = Math.Max(_last, offset);
        return Interlocked.Decrement(ref _open) == 0;
    }

    /// <summary>A record was not appended, or may not have been.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="perhaps">Whether it may be there all the same.</param>
    /// <returns>Whether it was the last to be told of.</returns>
    public bool Failed(int error, bool perhaps)
    {
        _lost |= perhaps;
        _failure ??= Librdkafka.Text(error);
        return Interlocked.Decrement(ref _open) == 0;
    }

    /// <summary>The records that were not handed over at all failed.</summary>
    /// <returns>Whether they were the last to be told of.</returns>
    public bool NotSent(int count, int error)
    {
        _failure ??= Librdkafka.Text(error);
        return Interlocked.Add(ref _open, -count) == 0;
    }

    /// <summary>Gives the memory back, of an append of which no record was handed over; nobody is told.</summary>
    public void Free()
    {
        NativeMemory.Free(_bytes);
        _self.Free();
    }

    /// <summary>Tells the caller, when all records were told of, and gives the memory back.</summary>
    public void Complete(KafkaOptions options)
    {
        var topic = $"{options.Topic} at {options.BootstrapServers}";
        Free();
        if (_failure is null && _last >= 0)
            _done.SetResult(_last);
        else if (_failure is null)
            _done.SetException(new OutcomeUnknownException($"Records were appended to partition {Partition} of topic {topic}, but the broker did not say where."));
        else if (_lost || _there)
            _done.SetException(new OutcomeUnknownException($"Records for partition {Partition} of topic {topic} may have been appended or not: {_failure}."));
        else
            _done.SetException(new StoreUnavailableException($"Nothing was appended to partition {Partition} of topic {topic}: {_failure}."));
    }
}
