using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch.Runs;

internal sealed partial class BatchRun
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Warning, "Retention removed records of the log that {Date:yyyy-MM-dd} needs; the {Rides} rides counted before were kept.")]
    private partial void LogKept(DateOnly date, long rides);

    [LoggerMessage(LogLevel.Information, "Import {Import} went on during the run; its days are recomputed when it has ended.")]
    private partial void LogImportGoesOn(string import);
}
