using Microsoft.Extensions.Logging;

namespace OrleansLambda.Storage.DuckDb.Database;

internal sealed partial class WriteLoop
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The database {Path} failed and was closed; it is being opened again.")]
    private partial void LogLost(Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Path} was opened again after {Elapsed}.")]
    private partial void LogReopened(string path, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The database {Path} could not be opened again yet.")]
    private partial void LogReopeningFailed(Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log of {Path} could not be worked into the file; it went on growing.")]
    private partial void LogCheckpointFailed(Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The write loop ended on an error it did not expect.")]
    private partial void LogLoopFailed(Exception exception);
}
