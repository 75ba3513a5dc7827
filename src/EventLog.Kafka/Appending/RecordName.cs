namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>What records are appended with, all of an append alike.</summary>
/// <param name="Key">Their key, at least one byte.</param>
/// <param name="Header">A header's name, in ASCII and ended by a zero; null for none.</param>
/// <param name="HeaderValue">The header's value; may be empty.</param>
internal sealed record RecordName(byte[] Key, byte[]? Header, byte[] HeaderValue)
{
    /// <summary>How long it makes each record, in bytes.</summary>
    public int Length => Key.Length + (Header is null ? 0 : Header.Length + HeaderValue.Length);
}
