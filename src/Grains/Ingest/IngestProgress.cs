namespace OrleansLambda.Grains.Ingest;

/// <summary>How ingest has gone since the grain came to life.</summary>
/// <param name="Status">What callers see.</param>
/// <param name="Failures">Failures in a row, up to now.</param>
internal readonly record struct IngestProgress(IngestStatus Status, int Failures)
{
    /// <summary>Nothing was done yet.</summary>
    public static readonly IngestProgress None = new(new IngestStatus(0, 0, Failing: false, Error: null, LastAt: null), 0);

    /// <summary>This progress after one more period.</summary>
    public IngestProgress With(IngestOutcome outcome) => new(
        Status with
        {
            Appended = Status.Appended + (outcome.AppendedAt is null ? 0 : 1),
            Refused = Status.Refused + (outcome.IsRefused ? 1 : 0),
            Failing = outcome.Error is not null,
            Error = outcome.Error,
            LastAt = outcome.AppendedAt ?? Status.LastAt,
        },
        outcome.Error is null ? 0 : Math.Min(Failures, int.MaxValue - 1) + 1);
}
