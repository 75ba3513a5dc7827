namespace OrleansLambda.HBase.Client;

/// <summary>The user may not do it.</summary>
public sealed class HBaseAccessDeniedException(string message, string className, Exception? inner = null) : HBaseServerException(message, className, inner);
