namespace OrleansLambda.Grains.Abstractions;

/// <summary>How ingest from the Real-time API goes.</summary>
/// <param name="Appended">Timestamps appended since the grain came to life.</param>
/// <param name="Refused">Answers that were no timestamp within the bounds.</param>
/// <param name="Failing">The last fetch, or the append after it, failed.</param>
/// <param name="Error">Why, where it did.</param>
/// <param name="LastAt">When the last timestamp was appended, in UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.IngestStatus")]
public sealed record IngestStatus(
    [property: Id(0)] long Appended,
    [property: Id(1)] long Refused,
    [property: Id(2)] bool Failing,
    [property: Id(3)] string? Error,
    [property: Id(4)] DateTimeOffset? LastAt);
