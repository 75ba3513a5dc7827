namespace OrleansLambda.HBase.Client;

/// <summary>What the client tells its log.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(1, LogLevel.Warning, "An operation on {Table} was held up: region {Region} on {Server} did not take it. It is tried until its time is up.")]
    public static partial void OperationIsHeldUp(this ILogger logger, Exception? exception, string table, string? region, string? server);

    [LoggerMessage(2, LogLevel.Warning, "A batch on {Table} was held up: {Open} of its {Count} operations were not taken. They are tried until their time is up.")]
    public static partial void BatchIsHeldUp(this ILogger logger, Exception? exception, string table, int open, int count);
}
