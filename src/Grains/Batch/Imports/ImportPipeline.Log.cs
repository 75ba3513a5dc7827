using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch.Imports;

internal sealed partial class ImportPipeline
{
    private readonly ILogger _logger = services.Logger;

    [LoggerMessage(LogLevel.Information, "Import {Import} of {Location} went on from record {Records}.")]
    private partial void LogStarted(string import, string location, long records);

    [LoggerMessage(LogLevel.Information, "Import {Import} has worked off {Records} records, {Rejected} of them rejects: {Percent:0.0} % at {RecordsPerSecond:0} records a second, {Eta} to go.")]
    private partial void LogProgressed(string import, long records, long rejected, double percent, double recordsPerSecond, TimeSpan? eta);

    [LoggerMessage(LogLevel.Information, "Import {Import} completed: {Records} records, {Added} trips added, {Rejected} rejects; this took {Elapsed}.")]
    private partial void LogCompleted(string import, long records, long added, long rejected, TimeSpan elapsed);

    [LoggerMessage(LogLevel.Error, "Import {Import} failed at record {Records}.")]
    private partial void LogFailed(Exception exception, string import, long records);

    [LoggerMessage(LogLevel.Warning, "The failure of import {Import} could not be stored.")]
    private partial void LogFailureNotStored(Exception exception, string import);

    [LoggerMessage(LogLevel.Warning, "Import {Import} started over at the first record: its reject file {RejectFile} was shorter than it had been left.")]
    private partial void LogRejectFileShort(string import, string rejectFile);
}
