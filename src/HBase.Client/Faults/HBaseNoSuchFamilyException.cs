namespace OrleansLambda.HBase.Client;

/// <summary>The table has no such family of columns.</summary>
public sealed class HBaseNoSuchFamilyException(string message, string className, Exception? inner = null) : HBaseServerException(message, className, inner);
