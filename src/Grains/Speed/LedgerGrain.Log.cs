using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Speed;

public sealed partial class LedgerGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Windows could not be closed; it is tried again every second.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Windows were closed again.")]
    private partial void LogRecovered();
}
