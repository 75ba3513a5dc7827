namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>A replay cannot go on without the risk of sending a trip twice. The message says why, and what can be done.</summary>
public sealed class ReplayException(string message, Exception? innerException = null)
    : Exception(message, innerException);
