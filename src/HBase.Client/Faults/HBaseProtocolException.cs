namespace OrleansLambda.HBase.Client;

/// <summary>A server sent what the protocol does not allow. The connection it came on is closed.</summary>
public sealed class HBaseProtocolException(string message, Exception? inner = null) : HBaseException(message, inner);
