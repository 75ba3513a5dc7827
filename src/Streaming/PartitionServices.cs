namespace OrleansLambda.Streaming;

/// <summary>What all partitions of a stream provider share.</summary>
internal sealed record PartitionServices(
    IEventLog Log,
    IDeadLetterStore DeadLetters,
    IRecordInterpreter Interpreter,
    IPartitionObserver Observer,
    EventLogStreamOptions Options,
    Backoff Backoff,
    TimeProvider Time,
    ILogger Logger);
