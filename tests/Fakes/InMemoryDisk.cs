namespace OrleansLambda.Fakes;

/// <summary>
/// What all the in-memory ports keep. It outlives them: a port made over the same disk sees everything that an earlier
/// one has written, as a process does that starts again over its files. Several ports may work on one disk at once.
/// </summary>
public sealed class InMemoryDisk
{
    /// <summary>An empty disk with a log of <paramref name="partitions"/> partitions.</summary>
    public InMemoryDisk(int partitions = 4, string topic = "taxi_stream", int maxRecordBytes = 1_048_576) =>
        Log = new InMemoryTopic(topic, partitions, maxRecordBytes);

    // One lock for everything: every operation of a port is one step, as a durable write is.
    internal Lock Gate { get; } = new();

    internal InMemoryTopic Log { get; }

    internal SortedDictionary<long, WindowState> Windows { get; } = [];

    internal SortedDictionary<DateOnly, Dictionary<TripId, Trip>> Trips { get; } = [];

    internal SortedDictionary<DateOnly, DayState> Days { get; } = [];

    internal SortedDictionary<string, Checkpoint> Checkpoints { get; } = new(Utf8Order.Instance);

    internal SortedDictionary<DeadLetterKey, DeadLetter> DeadLetters { get; } = new(DeadLetterOrder.Instance);
}
