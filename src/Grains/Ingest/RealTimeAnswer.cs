namespace OrleansLambda.Grains.Ingest;

/// <summary>What the Real-time API answered.</summary>
/// <param name="Body">The answer's bytes, at most as many as were asked for.</param>
/// <param name="Whole">False when the answer goes on after them.</param>
/// <param name="ReceivedAt">When the last of them came, by our clock, in UTC.</param>
public readonly record struct RealTimeAnswer(ReadOnlyMemory<byte> Body, bool Whole, DateTimeOffset ReceivedAt);
