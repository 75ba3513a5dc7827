namespace OrleansLambda.HBase.Client;

/// <summary>The table is disabled.</summary>
public sealed class HBaseTableNotEnabledException(string message, Exception? inner = null) : HBaseException(message, inner);
