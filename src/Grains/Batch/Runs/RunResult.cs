namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>What a run did.</summary>
internal sealed record RunResult(DateOnly Boundary, int DaysWritten, long TripsRead, long EventsRead);
