namespace OrleansLambda.HBase.Client;

/// <summary>There is no such table.</summary>
public sealed class HBaseTableNotFoundException(string message, Exception? inner = null) : HBaseException(message, inner);
