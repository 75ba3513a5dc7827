using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch;

internal sealed partial class StoreRetry
{
    [LoggerMessage(LogLevel.Warning, "{Operation} failed and was tried again, at most {Attempts} times.")]
    private partial void LogRetried(Exception exception, string operation, int attempts);

    [LoggerMessage(LogLevel.Information, "{Operation} succeeded after {Failures} failures.")]
    private partial void LogRecovered(string operation, int failures);
}
