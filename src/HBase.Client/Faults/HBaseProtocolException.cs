namespace OrleansLambda.HBase.Client;

/// <summary>A server sent what the protocol does not allow. What was asked may have been done.</summary>
public sealed class HBaseProtocolException(string message, Exception? inner = null) : HBaseException(message, inner);
