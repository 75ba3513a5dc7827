using Orleans.Streams;

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>What records mean: each belongs to a container or is a dead letter.</summary>
/// <param name="Containers">What the subscribers of streams receive, in the order of offsets within each stream; a
/// <see cref="StreamItem"/> where one item is all.</param>
/// <param name="DeadLetters">The records that mean nothing, in the order of their offsets.</param>
public sealed record Interpretation(IReadOnlyList<IBatchContainer> Containers, IReadOnlyList<DeadLetter> DeadLetters);
