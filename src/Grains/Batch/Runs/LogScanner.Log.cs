using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch.Runs;

internal sealed partial class LogScanner
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Warning, "Retention removed offsets {Offset} to {Earliest} of partition {Partition} before the batch layer looked at them.")]
    private partial void LogMissed(int partition, long offset, long earliest);
}
