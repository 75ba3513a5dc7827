using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Ingest;

/// <summary>Fetches <c>GET {Url}/stream</c>. The answer's time, length and content are bounded, and not trusted. Thread-safe.</summary>
public sealed class RealTimeApiClient(IHttpClientFactory clients, IOptions<IngestOptions> options, TimeProvider time)
{
    /// <summary>The name of the <see cref="HttpClient"/>.</summary>
    public const string ClientName = "RealTimeApi";

    private readonly IngestOptions _options = options.Value;
    private readonly Uri _address = new(options.Value.Url!.AbsoluteUri.TrimEnd('/') + "/stream");

    /// <summary>One attempt, of at most <see cref="IngestOptions.AttemptTimeout"/>.</summary>
    /// <exception cref="RealTimeApiException">It could not be reached in time, or did not answer with 200.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RealTimeAnswer> FetchAsync(CancellationToken cancellationToken = default)
    {
        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.GetAsync(_address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (answer.StatusCode != System.Net.HttpStatusCode.OK)
                throw new RealTimeApiException(string.Create(CultureInfo.InvariantCulture, $"{_address} answered {(int)answer.StatusCode}; 200 is expected."));
            await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
            return await ReadAsync(body, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RealTimeApiException(string.Create(CultureInfo.InvariantCulture, $"{_address} did not answer within {_options.AttemptTimeout.TotalMilliseconds} ms."), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RealTimeApiException($"{_address} could not be reached: {e.Message}", e);
        }
    }

    // One byte more than is allowed tells that the answer is too long, without reading all of it.
    private async Task<RealTimeAnswer> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[_options.MaxAnswerBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = length <= _options.MaxAnswerBytes;
        return new RealTimeAnswer(buffer.AsMemory(0, whole ? length : _options.MaxAnswerBytes), whole, time.GetUtcNow());
    }
}
