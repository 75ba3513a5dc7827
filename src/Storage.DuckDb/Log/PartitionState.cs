namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>What is durable of one partition, as of one moment.</summary>
/// <param name="Range">Its readable offsets.</param>
/// <param name="NextPosition">How many bytes of records it ever held.</param>
/// <param name="LastAppendedAt">When the last record was appended; the least instant before the first.</param>
/// <param name="Commit">How far it has been worked off.</param>
internal sealed record PartitionState(LogRange Range, long NextPosition, DateTimeOffset LastAppendedAt, LogCommit? Commit)
{
    public static readonly PartitionState Empty = new(default, 0, DateTimeOffset.MinValue, null);
}
