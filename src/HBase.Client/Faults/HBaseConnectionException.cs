namespace OrleansLambda.HBase.Client;

/// <summary>
/// No server could be reached that could have done it, in all the time there was, or a connection could not be secured, which
/// is told at once; nothing was done.
/// </summary>
public sealed class HBaseConnectionException(string message, Exception? inner = null) : HBaseException(message, inner);
