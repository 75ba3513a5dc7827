namespace OrleansLambda.Api.Contracts;

/// <summary>How ingest goes.</summary>
internal sealed record IngestDto(long Appended, long Refused, bool Failing, string? Error, DateTimeOffset? LastAt)
{
    public static IngestDto From(IngestStatus status) => new(status.Appended, status.Refused, status.Failing, status.Error, status.LastAt);
}
