namespace OrleansLambda.HBase.Client;

/// <summary>There is such a table already.</summary>
public sealed class HBaseTableExistsException(string message, string className, Exception? inner = null) : HBaseServerException(message, className, inner);
