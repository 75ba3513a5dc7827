namespace OrleansLambda.Api.Contracts;

/// <summary>An import.</summary>
internal sealed record ImportDto(
    string Id,
    string Location,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long Records,
    long Added,
    long Rejected,
    double Done,
    double RecordsPerSecond,
    double? EtaSeconds,
    string? RejectFile,
    string? Error)
{
    public static ImportDto From(ImportStatus status) => new(
        status.Id,
        status.Location,
        Words.Of(status.State),
        status.StartedAt,
        status.EndedAt,
        status.Records,
        status.Added,
        status.Rejected,
        Finite(status.Done),
        Finite(status.RecordsPerSecond),
        status.Eta?.TotalSeconds,
        status.RejectFile,
        status.Error);

    // JSON has no word for a rate of an import that has taken no time yet.
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
