namespace OrleansLambda.HBase.Client;

/// <summary>
/// The time was up, or an attempt got no answer and no further one could be made. What was asked may have been done, or be done
/// yet, in part or whole.
/// </summary>
public sealed class HBaseTimeoutException(string message, Exception? inner = null) : HBaseException(message, inner);
