namespace OrleansLambda.Streaming.Abstractions;

/// <summary>Records read together, offsets strictly rising.</summary>
/// <param name="Records">The records. They and their memory stay valid until the reader's next call: it may fill the same memory again.</param>
/// <param name="NextOffset">Where reading goes on: past the last record, and past offsets that hold none.</param>
public sealed record LogBatch(IReadOnlyList<LogRecord> Records, long NextOffset);
