namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>What a replay came to: every trip of the dataset is in the log, once.</summary>
/// <param name="Number">Which replay of the dataset it was, from 1.</param>
/// <param name="Sent">Trips that this run has appended.</param>
/// <param name="Skipped">Trips that were in the log already, from a run that was interrupted or an earlier one.</param>
/// <param name="Rejected">Records of the dataset that are no trips.</param>
/// <param name="WasComplete">The replay had been completed before, and nothing was sent.</param>
public sealed record ReplaySummary(int Number, long Sent, long Skipped, long Rejected, bool WasComplete);
