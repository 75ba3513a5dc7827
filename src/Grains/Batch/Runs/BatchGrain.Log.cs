using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch.Runs;

internal sealed partial class BatchGrain
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Information, "A run for {Trigger} wrote {Days} days from {Trips} trips and {Records} records of the log; the batch view reached to {Boundary:yyyy-MM-dd}. It took {Elapsed}.")]
    private partial void LogCompleted(RunTrigger trigger, int days, long trips, long records, DateOnly boundary, TimeSpan elapsed);

    [LoggerMessage(LogLevel.Error, "A run for {Trigger} failed; it is made up for within a minute or so.")]
    private partial void LogFailed(Exception exception, RunTrigger trigger);

    [LoggerMessage(LogLevel.Warning, "The end of run {Run} could not be entered in the history.")]
    private partial void LogNotEntered(Exception exception, string run);

    [LoggerMessage(LogLevel.Warning, "The batch layer could not see what was due; it looks again within a minute.")]
    private partial void LogNotReconciled(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The reminder of the batch layer could not be registered; that is tried again within a minute.")]
    private partial void LogReminderNotRegistered(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Interrupted imports could not be resumed; the reminder tries again.")]
    private partial void LogImportsNotResumed(Exception exception);
}
