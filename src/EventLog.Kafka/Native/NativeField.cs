using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary><c>rd_kafka_vu_t</c>: one thing said of a record to append. What stands in it depends on its kind.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct NativeField
{
    /// <summary>Kinds, <c>RD_KAFKA_VTYPE_*</c>.</summary>
    private const int TopicKind = 2, PartitionKind = 3, ValueKind = 4, KeyKind = 5, OpaqueKind = 6, HeaderKind = 9;

    [FieldOffset(0)]
    private int _kind;

    [FieldOffset(8)]
    private int _number;

    [FieldOffset(8)]
    private nint _handle;

    [FieldOffset(8)]
    private byte* _bytes;

    [FieldOffset(16)]
    private nuint _length;

    [FieldOffset(16)]
    private byte* _headerValue;

    [FieldOffset(24)]
    private nint _headerLength;

    /// <summary>The topic, by its handle.</summary>
    public static NativeField Topic(nint topic) => new() { _kind = TopicKind, _handle = topic };

    /// <summary>The partition.</summary>
    public static NativeField Partition(int partition) => new() { _kind = PartitionKind, _number = partition };

    /// <summary>The value, which is sent from where it is.</summary>
    public static NativeField Value(byte* bytes, int length) => new() { _kind = ValueKind, _bytes = bytes, _length = (nuint)length };

    /// <summary>The key, which is copied.</summary>
    public static NativeField Key(byte* bytes, int length) => new() { _kind = KeyKind, _bytes = bytes, _length = (nuint)length };

    /// <summary>What the record is told of by.</summary>
    public static NativeField Opaque(nint opaque) => new() { _kind = OpaqueKind, _handle = opaque };

    /// <summary>A header, which is copied.</summary>
    /// <param name="name">Its name, ended by a zero.</param>
    /// <param name="value">Its value; not null.</param>
    /// <param name="length">The value's length.</param>
    public static NativeField Header(byte* name, byte* value, int length) => new() { _kind = HeaderKind, _bytes = name, _headerValue = value, _headerLength = length };
}
