using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch.Datasets;

public sealed partial class DatasetDownloader
{
    [LoggerMessage(LogLevel.Warning, "The download of {Address} broke off for the {Failures}. time in a row, {Bytes} bytes had come; it was tried again.")]
    private partial void LogFailed(Exception exception, Uri address, int failures, long bytes);

    [LoggerMessage(LogLevel.Warning, "{Address} could not be reached; the copy in {Path} was taken.")]
    private partial void LogKept(Exception exception, Uri address, string path);
}
