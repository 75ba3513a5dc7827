namespace OrleansLambda.HBase.Client;

/// <summary>No server could be reached that could have done it, in all the time there was; nothing was done.</summary>
public sealed class HBaseConnectionException(string message, Exception? inner = null) : HBaseException(message, inner);
