using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Speed;

public sealed partial class PartitionGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of partition {Partition} could not be counted, first in window {WindowStart}; they were sent again and again.")]
    private partial void LogFailed(int partition, string windowStart, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The events of partition {Partition} were counted after all.")]
    private partial void LogRecovered(int partition);
}
