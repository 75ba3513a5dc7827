namespace OrleansLambda.Grains.Batch;

/// <summary>One day's row of the batch view: a full recompute from the master dataset and the log.</summary>
/// <param name="Date">For the dataset's trips the date as recorded, for the stream's events the date in the configured zone.</param>
/// <param name="Dataset">The totals of the trips of the master dataset.</param>
/// <param name="Stream">The totals of the stream's events, replays of trips that the master dataset holds left out.</param>
/// <param name="ComputedAt">When the run that wrote the row began, in UTC.</param>
/// <param name="Run">That run's id.</param>
public sealed record DayState(DateOnly Date, TripTotals Dataset, TripTotals Stream, DateTimeOffset ComputedAt, string Run)
{
    /// <summary>
    /// Of <see cref="Stream"/>, what came from replays: needed when retention has removed the day's records and the trips
    /// are imported afterwards.
    /// </summary>
    public TripTotals Replayed { get; init; }

    /// <summary>
    /// The number under which that run claimed the batch view: later ones have higher numbers, not below zero. Rows that were
    /// written before there were such numbers have zero.
    /// </summary>
    public long Epoch { get; init; }

    /// <summary>The day's totals.</summary>
    public TripTotals Totals => Dataset.Merge(Stream);
}
