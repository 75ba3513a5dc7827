namespace OrleansLambda.Streaming;

/// <summary>What all partitions of a stream provider share. It has a producer where its log takes what is sent to streams.</summary>
internal sealed record PartitionServices(
    string Provider,
    IEventLog Log,
    IDeadLetterStore DeadLetters,
    IRecordInterpreter Interpreter,
    IPartitionObserver Observer,
    StreamProducer? Producer,
    EventLogStreamOptions Options,
    Backoff Backoff,
    TimeProvider Time,
    ILogger Logger);
