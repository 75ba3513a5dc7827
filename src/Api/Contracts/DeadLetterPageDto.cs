namespace OrleansLambda.Api.Contracts;

/// <summary>Dead letters in the order of topic id, partition and offset, and how many there are in all.</summary>
internal sealed record DeadLetterPageDto(IReadOnlyList<DeadLetterDto> DeadLetters, long Count, string? NextCursor);
