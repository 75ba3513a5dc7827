namespace OrleansLambda.HBase.Client;

/// <summary>
/// No attempt reached a server that could have done it, in all the time there was, or a connection could not be secured, which
/// is told at once. Nothing was done.
/// </summary>
public sealed class HBaseConnectionException(string message, Exception? inner = null) : HBaseException(message, inner);
