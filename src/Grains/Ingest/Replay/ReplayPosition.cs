namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>How far a replay has come in one partition.</summary>
/// <param name="Offset">Above all of the replay's events up to <paramref name="Ordinal"/>, and at or below all later ones.</param>
/// <param name="Ordinal">All of the replay's trips for the partition up to this ordinal are there; -1 before the first.</param>
internal readonly record struct ReplayPosition(long Offset, long Ordinal);
