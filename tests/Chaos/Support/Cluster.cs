using System.Globalization;
using System.Text.Json;

namespace OrleansLambda.Chaos.Support;

/// <summary>
/// Silos on one log and one store, as whoever uses their API sees them: any silo may answer. What they say they have
/// counted is compared with the account of the producer.
/// </summary>
public sealed class Cluster : IAsyncDisposable
{
    /// <summary>How many partitions the log has.</summary>
    public const int Partitions = 8;

    /// <summary>The exit code of a silo that the others have declared dead.</summary>
    public const int CannotGoOn = 3;

    /// <summary>The exit code of a silo that could not stop in its nine seconds, where much else runs: 128 and the number of the signal.</summary>
    public const int CutOff = 128 + 15;

    /// <summary>How long the cluster may take to become ready, or to catch up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // An answer that takes longer may be one that a silo waits for which has died.
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-cluster-");
    private readonly string _kafka;
    private readonly string _topic = $"chaos-{Guid.NewGuid():n}";

    /// <summary>Silos that are not started yet.</summary>
    /// <param name="redis">The database that keeps the stores, and membership.</param>
    /// <param name="kafka">The broker.</param>
    /// <param name="silos">How many.</param>
    /// <param name="settings">Settings of each.</param>
    public Cluster(string redis, string kafka, int silos, params string[] settings)
    {
        _kafka = kafka;
        Silos = [.. Enumerable.Range(0, silos).Select(i => new SiloProcess(
            $"silo-{i}", _folder.FullName, redis, kafka, _topic, [$"--Kafka:Partitions={Partitions}", .. settings]))];
    }

    /// <summary>The silos.</summary>
    public IReadOnlyList<SiloProcess> Silos { get; }

    /// <summary>What all of them have printed.</summary>
    public string Output => string.Join("\n\n", Silos.Select(static silo => silo.Output));

    /// <summary>Starts all silos and returns once they are ready.</summary>
    public async Task StartAsync()
    {
        foreach (var silo in Silos)
            silo.Start();
        await ReadyAsync();
    }

    /// <summary>A stream of rides into the cluster's log, which is not flowing yet.</summary>
    public Load NewLoad(int eventsPerSecond) => new(_kafka, _topic, Partitions, eventsPerSecond);

    /// <summary>Returns once every silo is ready.</summary>
    public Task<TimeSpan> ReadyAsync() => Until.NothingIsMissingAsync(
        async () => (await Task.WhenAll(Silos.Select(static silo => silo.MissingAsync()))).FirstOrDefault(static missing => missing is not null), Patience, () => Output);

    /// <summary>Returns once every partition is counted past what is acknowledged by now, and says how long that took. The load goes on.</summary>
    public Task<TimeSpan> FlowsAsync(Load load, TimeSpan? patience = null)
    {
        var acknowledged = load.Acknowledged;
        return CountedAsync(
            (partition, count) => count.Counted + count.DeadLettered > acknowledged[partition] ? null : $"more than {acknowledged[partition]} records of partition {partition}; there are {count}",
            patience ?? Patience);
    }

    /// <summary>
    /// Waits until everything acknowledged is worked off, and fails unless each record was counted once: in its partition,
    /// and in its window. The load has ended.
    /// </summary>
    public async Task AssertCountedOnceAsync(Load load)
    {
        var (acknowledged, bad) = (load.Acknowledged, load.Bad);
        await CountedAsync(
            (partition, count) =>
            {
                var expected = new PartitionCount(acknowledged[partition], acknowledged[partition] - bad[partition], bad[partition], 0);
                return count == expected ? null : $"{expected} of partition {partition}; there are {count}";
            },
            Patience);
        var windows = await WindowsAsync();
        var expected = load.Windows;
        var wrong = expected.Keys.Union(windows.Keys).Where(window => expected.GetValueOrDefault(window) != windows.GetValueOrDefault(window)).ToList();
        Assert.True(
            wrong.Count == 0,
            $"Windows that are not as sent: {string.Join(", ", wrong.Select(w => $"{w:HH:mm:ss} has {windows.GetValueOrDefault(w)} of {expected.GetValueOrDefault(w)}"))}.\n{Output}");
    }

    /// <summary>The first answer with status 200 of a silo that runs, or null.</summary>
    public async Task<JsonElement?> AskAsync(string path)
    {
        using var limit = new CancellationTokenSource(AskLimit);
        var asked = Silos.Where(static silo => silo is { Runs: true, IsFrozen: false }).Select(silo => silo.GetAsync(path, limit.Token)).ToList();
        while (asked.Count > 0)
        {
            var first = await Task.WhenAny(asked);
            if (await first is { } answer)
            {
                await limit.CancelAsync();
                return answer;
            }
            asked.Remove(first);
        }
        return null;
    }

    /// <summary>The window that starts at <paramref name="start"/>, or null where there is none, or no answer.</summary>
    public Task<JsonElement?> WindowAsync(DateTimeOffset start) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/windows/{start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
            await silo.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<TimeSpan> CountedAsync(Func<int, PartitionCount, string?> missing, TimeSpan patience) => Until.NothingIsMissingAsync(
        async () =>
        {
            if (await AskAsync("/api/v1/ledger") is not { } ledger)
                return "an answer of the ledger";
            var counts = PartitionCount.Of(ledger);
            return Enumerable.Range(0, Partitions).Select(partition => missing(partition, counts.GetValueOrDefault(partition))).FirstOrDefault(static m => m is not null);
        },
        patience,
        () => Output);

    private async Task<SortedDictionary<DateTimeOffset, long>> WindowsAsync()
    {
        const string First = "/api/v1/windows?from=2000-01-01T00:00:00Z";
        var windows = new SortedDictionary<DateTimeOffset, long>();
        for (var path = First; path is not null;)
        {
            JsonElement? page = null;
            await Until.NothingIsMissingAsync(async () => (page = await AskAsync(path)) is null ? $"an answer of {path}" : null, Patience, () => Output);
            foreach (var window in page!.Value.GetProperty("windows").EnumerateArray())
                windows.Add(DateTimeOffset.Parse(window.GetProperty("window_start").GetString()!, CultureInfo.InvariantCulture), window.GetProperty("count").GetInt64());
            path = page.Value.TryGetProperty("next_cursor", out var cursor) && cursor.GetString() is { } next ? $"{First}&cursor={next}" : null;
        }
        return windows;
    }
}
