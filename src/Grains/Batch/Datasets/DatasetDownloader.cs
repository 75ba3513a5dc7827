using System.IO.Hashing;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Brings datasets from http(s) addresses into a folder. A download that broke off is gone on with where the server
/// allows it, also after a restart; a finished one is taken again as long as the server says that it is the latest, or
/// cannot be reached. A file appears under its name only when it is whole.
/// </summary>
public sealed partial class DatasetDownloader(
    HttpClient http,
    IOptions<DownloadOptions> options,
    TimeProvider clock,
    ILogger<DatasetDownloader> logger)
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(1);

    private readonly DownloadOptions _options = options.Value;

    /// <summary>Brings the file at <paramref name="address"/>, and returns its path.</summary>
    /// <param name="address">An http(s) address.</param>
    /// <param name="progress">Told how much is done, from 0 to 1, where the server says how long the file is.</param>
    /// <param name="cancellationToken">Breaks the download off; what has come stays.</param>
    /// <exception cref="DatasetException">The server refuses, the file is too large, or the attempts are used up.</exception>
    public async Task<string> DownloadAsync(Uri address, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var target = new DownloadTarget(PathOf(address));
        for (var failures = 0; ;)
        {
            var before = target.PartialLength;
            try
            {
                await new DownloadAttempt(http, _options, clock, address, target, progress).RunAsync(cancellationToken);
                return target.Path;
            }
            catch (Exception e) when (IsTransient(e, cancellationToken))
            {
                failures = target.PartialLength > before ? 1 : failures + 1;
                if (failures >= _options.Attempts)
                    return target.Exists ? TakeKept(address, target, e) : throw GivenUp(address, e);
                LogFailed(e, address, failures, target.PartialLength);
            }
            await Task.Delay(BackoffAfter(failures), clock, cancellationToken);
        }
    }

    private string PathOf(Uri address)
    {
        try
        {
            Directory.CreateDirectory(_options.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The folder {_options.Folder} for downloads cannot be made: {e.Message}", e);
        }
        // Files of one name at several addresses are several files.
        var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(address.AbsoluteUri));
        var name = string.Concat(Path.GetFileName(Uri.UnescapeDataString(address.AbsolutePath)).Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
        return Path.Combine(_options.Folder, $"{hash:x16}-{(name.Length > 100 ? name[^100..] : name)}");
    }

    private TimeSpan BackoffAfter(int failures)
    {
        var wait = _options.Backoff * Math.Pow(2, Math.Min(failures - 1, 10));
        return wait < LongestBackoff ? wait : LongestBackoff;
    }

    private string TakeKept(Uri address, DownloadTarget target, Exception reason)
    {
        LogKept(reason, address, target.Path);
        return target.Path;
    }

    private DatasetException GivenUp(Uri address, Exception reason) =>
        new($"{address} could not be downloaded in {_options.Attempts} attempts: {reason.Message}", reason);

    private static bool IsTransient(Exception e, CancellationToken cancellationToken) => e switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        HttpRequestException or IOException or TimeoutException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };
}
