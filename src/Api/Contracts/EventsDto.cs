namespace OrleansLambda.Api.Contracts;

/// <summary>What became of a post of events. Accepted ones are durable in the log; of the rejected ones the first are listed.</summary>
internal sealed record EventsDto(int Accepted, int RejectedCount, IReadOnlyList<RejectionDto> Rejected);
