namespace OrleansLambda.Streaming.Abstractions;

/// <summary>A log or a store could not do what was asked, and did nothing. The same call may work later.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
