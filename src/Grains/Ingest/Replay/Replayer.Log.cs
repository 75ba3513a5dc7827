using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Ingest.Replay;

public sealed partial class Replayer
{
    [LoggerMessage(LogLevel.Information, "Replay {Number} of {Location} was started at record {Ordinal}.")]
    private partial void LogStarted(string location, int number, long ordinal);

    [LoggerMessage(LogLevel.Information, "Replay {Number} of {Location} was completed: {Sent} trips were sent, {Skipped} had been in the log, {Rejected} records were no trips.")]
    private partial void LogCompleted(string location, int number, long sent, long skipped, long rejected);

    [LoggerMessage(LogLevel.Information, "Replay {Number} of {Location} had been completed before with {Trips} trips; nothing was sent.")]
    private partial void LogWasComplete(string location, int number, long trips);

    [LoggerMessage(LogLevel.Warning, "The replay of {Location} met an error for the {Attempt}. time in a row, and tried again.")]
    private partial void LogRetried(Exception exception, string location, int attempt);
}
