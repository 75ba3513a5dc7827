using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary><c>rd_kafka_message_t</c>: a record read, one to append, or a marker between records.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    /// <summary>Zero for a record; else what the message tells.</summary>
    public int Error;

    /// <summary>The topic's handle.</summary>
    public nint Topic;

    /// <summary>The partition's number.</summary>
    public int Partition;

    /// <summary>The record's value, or an error's text; null where the value is.</summary>
    public byte* Payload;

    /// <summary>The value's length.</summary>
    public nuint Length;

    /// <summary>The record's key.</summary>
    public byte* Key;

    /// <summary>The key's length.</summary>
    public nuint KeyLength;

    /// <summary>The record's offset, or the one that the message is about.</summary>
    public long Offset;

    /// <summary>The library's own, or for an append what it was given.</summary>
    public nint Opaque;
}

/// <summary><c>rd_kafka_topic_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartition
{
    /// <summary>The topic's name.</summary>
    public byte* Topic;

    /// <summary>The partition's number.</summary>
    public int Partition;

    /// <summary>The offset, or below zero where there is none.</summary>
    public long Offset;

    /// <summary>What was stored with the offset.</summary>
    public byte* Metadata;

    /// <summary>Its length.</summary>
    public nuint MetadataSize;

    /// <summary>Not used.</summary>
    public nint Opaque;

    /// <summary>What went wrong with this partition, or zero.</summary>
    public int Error;

    /// <summary>The library's own.</summary>
    public nint Private;
}

/// <summary><c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartitionList
{
    /// <summary>How many there are.</summary>
    public int Count;

    /// <summary>How many have room.</summary>
    public int Size;

    /// <summary>The first of them.</summary>
    public NativeTopicPartition* Elements;
}
