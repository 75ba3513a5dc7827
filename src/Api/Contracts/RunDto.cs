namespace OrleansLambda.Api.Contracts;

/// <summary>A run of the batch layer.</summary>
internal sealed record RunDto(
    string Id,
    string Trigger,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int DaysWritten,
    long TripsRead,
    long EventsRead,
    string? Error)
{
    public static RunDto From(RunStatus status) => new(
        status.Id,
        Words.Of(status.Trigger),
        Words.Of(status.State),
        status.StartedAt,
        status.EndedAt,
        status.DaysWritten,
        status.TripsRead,
        status.EventsRead,
        status.Error);
}
