namespace OrleansLambda.Storage.DuckDb;

/// <summary>The database cannot be opened, and trying again will not help: the message says what will.</summary>
public sealed class DuckDbOpenException(string message, Exception? innerException = null) : Exception(message, innerException);
