using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OrleansLambda.Grains.Abstractions;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>Asks a running program's API.</summary>
public sealed class LambdaApi : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http;

    /// <summary>An API that listens, or will listen, on a free port.</summary>
    public LambdaApi()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}";
        _http = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>The address to give to <c>--urls</c>.</summary>
    public string Url { get; }

    /// <summary>Sends <paramref name="content"/> to <c>POST /api/v1/events</c>; null when no answer came.</summary>
    public async Task<HttpStatusCode?> PostEventsAsync(HttpContent content)
    {
        try
        {
            using var response = await _http.PostAsync("/api/v1/events", content);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The answer's JSON, or null while nothing answers with 200.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(path);
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStreamAsync())
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null; // It is not up, or waits for its store.
        }
    }

    /// <summary>Asks <paramref name="path"/> until the answer is as wished.</summary>
    public async Task<JsonElement> WaitAsync(string path, string missing, Func<JsonElement, bool> isAsWished, TimeSpan timeout, Func<string> output)
    {
        var start = TimeProvider.System.GetTimestamp();
        JsonElement? last = null;
        while (TimeProvider.System.GetElapsedTime(start) < timeout)
        {
            last = await GetAsync(path);
            if (last is { } answer && isAsWished(answer))
                return answer;
            await Task.Delay(Poll);
        }
        throw new TimeoutException($"After {timeout}: {missing}. {path} last said {last?.ToString() ?? "nothing"}. The program printed:\n{output()}");
    }

    /// <summary>All windows that start in [from, to), page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> WindowsAsync(string from, string to)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var path = $"/api/v1/windows?from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}&limit=1000"
                + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
            var page = await GetAsync(path) ?? throw new InvalidOperationException($"{path} was not answered.");
            all.AddRange(page.GetProperty("windows").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>The windows' totals by the UTC date they start on.</summary>
    public async Task<SortedDictionary<string, TripTotals>> WindowTotalsByDateAsync(string from, string to)
    {
        var days = new SortedDictionary<string, TripTotals>(StringComparer.Ordinal);
        foreach (var window in await WindowsAsync(from, to))
        {
            var date = window.GetProperty("window_start").GetString()![..10];
            days[date] = days.GetValueOrDefault(date).Merge(new TripTotals(
                window.GetProperty("count").GetInt64(),
                window.GetProperty("total_amount").GetDecimal(),
                window.GetProperty("fare_amount").GetDecimal(),
                window.GetProperty("tip_amount").GetDecimal(),
                window.GetProperty("trip_distance").GetDecimal(),
                window.GetProperty("passenger_count").GetInt64()));
        }
        return days;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
