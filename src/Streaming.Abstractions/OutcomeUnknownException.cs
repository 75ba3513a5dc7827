namespace OrleansLambda.Streaming.Abstractions;

/// <summary>A write was sent and its answer never came: it may have happened or not. Read before writing again.</summary>
public sealed class OutcomeUnknownException(string message, Exception? innerException = null)
    : Exception(message, innerException);
