using System.Buffers;
using System.Runtime.InteropServices;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>The records of a read, in memory that each read of the same reader uses again.</summary>
/// <param name="names">What of a record's name is given; null for nothing.</param>
internal sealed unsafe class RecordPage(NameReading? names) : IDisposable
{
    private const int SmallestBytes = 64 * 1024;

    private readonly List<LogRecord> _records = [];
    private readonly NameReader? _namespaces = names?.NamespaceHeader is { } header ? new NameReader(header) : null;
    private byte[] _bytes = [];

    /// <summary>The records.</summary>
    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>Copies <paramref name="count"/> records, whose values and keys are <paramref name="bytes"/> long together, in the place of those before.</summary>
    public void Fill(NativeMessage** messages, int count, int bytes)
    {
        Reserve(bytes);
        CollectionsMarshal.SetCount(_records, count);
        var records = CollectionsMarshal.AsSpan(_records);
        var start = 0;
        var (lastMs, lastTime) = (long.MinValue, default(DateTimeOffset));
        for (var i = 0; i < count; i++)
        {
            var message = messages[i];
            var length = (int)message->Length;
            new ReadOnlySpan<byte>(message->Payload, length).CopyTo(_bytes.AsSpan(start));
            int kind;
            var ms = Librdkafka.rd_kafka_message_timestamp(message, &kind);
            if (ms != lastMs)
                (lastMs, lastTime) = (ms, Time(ms));
            records[i] = new LogRecord(message->Offset, lastTime, new ReadOnlyMemory<byte>(_bytes, start, length));
            start += length;
            if (names is not null)
                Name(message, ref records[i], ref start);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Clear();
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // Producers may have written any time, or none (-1).
    private static DateTimeOffset Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMs, Earliest, Latest));

    private void Name(NativeMessage* message, ref LogRecord record, ref int start)
    {
        var length = (int)message->KeyLength;
        new ReadOnlySpan<byte>(message->Key, length).CopyTo(_bytes.AsSpan(start));
        record = record with { Key = new ReadOnlyMemory<byte>(_bytes, start, length), Namespace = _namespaces?.Read(message) };
        start += length;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length >= bytes)
            return;
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = []; // Renting may throw.
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBytes, bytes));
    }
}
