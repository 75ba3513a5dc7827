namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>How far a replay has come.</summary>
/// <param name="Sent">Trips that this run has appended.</param>
/// <param name="Skipped">Trips that were in the log already.</param>
/// <param name="Rejected">Records of the dataset that are no trips.</param>
/// <param name="Done">How much of the dataset has been read, from 0 to 1.</param>
/// <param name="EventsPerSecond">Trips appended a second, by this run.</param>
public readonly record struct ReplayProgress(long Sent, long Skipped, long Rejected, double Done, double EventsPerSecond);
