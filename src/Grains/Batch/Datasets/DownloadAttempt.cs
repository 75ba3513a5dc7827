using System.Net;
using System.Net.Http.Headers;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>One attempt at a download: asks for what is missing, and adds it to what has come.</summary>
internal sealed class DownloadAttempt(
    HttpClient http,
    DownloadOptions options,
    TimeProvider clock,
    Uri address,
    DownloadTarget target,
    IProgress<double>? progress)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Returns when the whole file is there.</summary>
    /// <exception cref="DatasetException">Trying again would not help.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var request = Request(out var from);
        using var response = await SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified)
            return;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            target.Begin(null);
            throw new HttpIOException(HttpRequestError.InvalidResponse, $"the server has no bytes from {from} on");
        }
        CheckStatus(response);
        var resumed = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (response.StatusCode == HttpStatusCode.PartialContent && !resumed)
        {
            target.Begin(null);
            throw new HttpIOException(HttpRequestError.InvalidResponse, $"the server sent other bytes than those from {from} on");
        }
        if (!resumed)
            target.Begin(MarkOf(response));
        await ReceiveAsync(response, resumed ? from : 0, cancellationToken);
        target.Complete();
    }

    private HttpRequestMessage Request(out long from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        from = target.PartialMark is null ? 0 : target.PartialLength;
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = RangeConditionHeaderValue.Parse(target.PartialMark!);
        }
        else if (target.Exists && target.Mark is { } mark)
        {
            if (EntityTagHeaderValue.TryParse(mark, out var tag))
                request.Headers.IfNoneMatch.Add(tag);
            else
                request.Headers.TryAddWithoutValidation("If-Modified-Since", mark);
        }
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
    }

    private void CheckStatus(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return;
        var status = (int)response.StatusCode;
        if (status is 408 or 429 or >= 500)
            throw new HttpRequestException($"the server answered {status} {response.ReasonPhrase}", null, response.StatusCode);
        throw new DatasetException($"{address} cannot be downloaded: the server answered {status} {response.ReasonPhrase}.");
    }

    // A weak tag allows other bytes under the same tag, so such a download begins anew.
    private static string? MarkOf(HttpResponseMessage response) => response.Headers.ETag switch
    {
        { IsWeak: false } tag => tag.ToString(),
        null => response.Content.Headers.LastModified?.ToString("R"),
        _ => null,
    };

    private async Task ReceiveAsync(HttpResponseMessage response, long from, CancellationToken cancellationToken)
    {
        var total = response.Content.Headers.ContentLength + from;
        if (total > options.MaxBytes)
            throw TooLarge();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = OpenPartial();
        var length = await CopyAsync(body, file, from, total, cancellationToken);
        if (total is { } expected && length != expected)
            throw new HttpIOException(HttpRequestError.ResponseEnded, $"{length} of {expected} bytes came");
        file.Flush(flushToDisk: true);
    }

    private async Task<long> CopyAsync(Stream body, FileStream file, long length, long? total, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        using var silence = new CancellationTokenSource(options.Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        for (int count; (count = await body.ReadAsync(buffer, either.Token)) > 0;)
        {
            length += count;
            if (length > options.MaxBytes)
                throw TooLarge();
            await StoreAsync(file, buffer.AsMemory(0, count), cancellationToken);
            silence.CancelAfter(options.Silence);
            if (total > 0)
                progress?.Report((double)length / total.Value);
        }
        return length;
    }

    // What the disk refuses must not look like a connection that broke off: trying again would not help.
    private FileStream OpenPartial()
    {
        try
        {
            return new FileStream(target.PartialPath, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotStored(e);
        }
    }

    private async Task StoreAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw NotStored(e);
        }
    }

    private DatasetException NotStored(Exception e) => new($"{address} cannot be stored in {options.Folder}: {e.Message}", e);

    private DatasetException TooLarge() => new($"{address} is larger than {options.MaxBytes} bytes, the largest download that the settings allow.");
}
