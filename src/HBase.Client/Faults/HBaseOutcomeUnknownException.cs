namespace OrleansLambda.HBase.Client;

/// <summary>It was sent, and whether it was done is not known: it may have been, or not, and it is such that doing it twice would be wrong. Read the row to find out.</summary>
public sealed class HBaseOutcomeUnknownException(string message, Exception? inner = null) : HBaseException(message, inner);
