namespace OrleansLambda.Grains.Ports;

/// <summary>Records read together, offsets strictly rising.</summary>
/// <param name="Records">The records; their memory stays valid for as long as it is referenced.</param>
/// <param name="NextOffset">Where reading goes on: past the last record, and past offsets that hold none.</param>
public sealed record LogBatch(IReadOnlyList<LogRecord> Records, long NextOffset);
