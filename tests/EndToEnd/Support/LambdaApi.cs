using System.Globalization;
using System.Net;
using System.Text.Json;
using OrleansLambda.Grains.Abstractions;
using OrleansLambda.RealServers;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>Asks a running program's API.</summary>
public sealed class LambdaApi : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly HttpClient _http;

    /// <summary>An API that listens, or will listen, on a free port.</summary>
    public LambdaApi()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take()}");
        _http = new HttpClient { BaseAddress = new Uri(Url), Timeout = AnswerTime };
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
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
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
            var page = await WaitAsync(path, "the windows were not served", static _ => true, Patience, static () => "");
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
