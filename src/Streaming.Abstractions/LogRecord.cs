namespace OrleansLambda.Streaming.Abstractions;

/// <summary>One record of a partition.</summary>
/// <param name="Offset">Its position, at least zero.</param>
/// <param name="AppendedAt">When the log took it, in UTC, to the microsecond. Rules that need a clock use this one, so
/// that reading a record again decides the same.</param>
/// <param name="Value">What was appended.</param>
public readonly record struct LogRecord(long Offset, DateTimeOffset AppendedAt, ReadOnlyMemory<byte> Value)
{
    /// <summary>What the record is about, where the log has keys and its reader was told to read them; else empty.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>
    /// The stream namespace that the record itself names, in UTF-8, where the log's reader was told to look for one; else
    /// null. Records that name the same one may share it: not to be changed.
    /// </summary>
    public byte[]? Namespace { get; init; }
}
