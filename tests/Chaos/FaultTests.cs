using System.Globalization;
using System.Text.Json;

namespace OrleansLambda.Chaos;

/// <summary>
/// Three silos on one Kafka and one Redis, and a stream of rides through them: what a kill, a freeze and a stop leave of
/// the count is compared with the producer's own account.
/// </summary>
public sealed class FaultTests(Servers servers) : IAsyncDisposable
{
    private const int Partitions = 8;
    private const int EventsPerSecond = 5_000;
    private const int CannotGoOn = 3; // The exit code of a silo that the others have declared dead.

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-faults-");
    private readonly List<SiloProcess> _silos = [];

    [Fact]
    public async Task Rides_AreCountedOnce_ThroughAKill_AFreeze_AndAStop()
    {
        var redis = (await servers.RedisAsync()).NewDatabase();
        var kafka = (await servers.KafkaAsync()).BootstrapServers;
        var topic = $"faults-{Guid.NewGuid():n}";
        for (var i = 0; i < 3; i++)
            _silos.Add(new SiloProcess($"silo-{i}", _folder.FullName, redis, kafka, topic, $"--Kafka:Partitions={Partitions}"));
        foreach (var silo in _silos)
            silo.Start();
        await ReadyAsync();
        await using var load = new Load(kafka, topic, Partitions, EventsPerSecond);
        load.Start();
        await FlowsAsync(load);

        await _silos[1].Process.KillAsync();
        Tell("kill -9", await FlowsAsync(load));
        _silos[1].Start();
        await ReadyAsync();

        _silos[2].Process.SendFreeze();
        Tell("a freeze", await FlowsAsync(load, frozen: _silos[2]));
        _silos[2].Process.SendContinue();
        Assert.Equal(CannotGoOn, await _silos[2].Process.ExitAsync(Patience));
        _silos[2].Start();
        await ReadyAsync();

        _silos[0].Process.SendTerminate();
        Assert.Equal(0, await _silos[0].Process.ExitAsync(Patience));
        Tell("a stop", await FlowsAsync(load));

        await load.StopAsync(Patience);
        var (acknowledged, bad) = (load.Acknowledged, load.Bad);
        await CountedAsync(partition => (acknowledged[partition] - bad[partition], bad[partition]), static (counted, expected) => counted == expected, null);
        Assert.Equal(load.Windows, await WindowsAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static void Tell(string fault, TimeSpan recovered) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"After {fault} every partition had caught up within {recovered.TotalSeconds:N1} s.");

    private string Output() => string.Join("\n\n", _silos.Select(silo => $"{silo.Name} printed:\n{silo.Output}"));

    private Task<TimeSpan> ReadyAsync() => Until.NothingIsMissingAsync(
        async () => (await Task.WhenAll(_silos.Select(silo => silo.MissingAsync()))).FirstOrDefault(missing => missing is not null), Patience, Output);

    // What was acknowledged by now is worked off in every partition.
    private Task<TimeSpan> FlowsAsync(Load load, SiloProcess? frozen = null)
    {
        var acknowledged = load.Acknowledged;
        return CountedAsync(partition => (acknowledged[partition], 0), static (counted, expected) => counted.Rides + counted.Letters >= expected.Rides, frozen);
    }

    private Task<TimeSpan> CountedAsync(
        Func<int, (long Rides, long Letters)> expected, Func<(long Rides, long Letters), (long Rides, long Letters), bool> holds, SiloProcess? frozen) =>
        Until.NothingIsMissingAsync(
            async () =>
            {
                if (await AskAsync("/api/v1/ledger", frozen) is not { } ledger)
                    return "an answer of the ledger";
                var counted = ledger.GetProperty("partitions").EnumerateArray().ToDictionary(
                    static p => p.GetProperty("partition").GetInt32(),
                    static p => (Rides: p.GetProperty("counted").GetInt64(), Letters: p.GetProperty("dead_lettered").GetInt64()));
                for (var partition = 0; partition < Partitions; partition++)
                    if (!counted.TryGetValue(partition, out var there) || !holds(there, expected(partition)))
                        return $"{expected(partition)} of partition {partition}; there are {(counted.TryGetValue(partition, out there) ? there : null)}";
                return null;
            },
            Patience,
            Output);

    private async Task<SortedDictionary<DateTimeOffset, long>> WindowsAsync()
    {
        var windows = new SortedDictionary<DateTimeOffset, long>();
        for (var path = "/api/v1/windows?from=2000-01-01T00:00:00Z"; path is not null;)
        {
            var page = (await AskAsync(path, null))!.Value;
            foreach (var window in page.GetProperty("windows").EnumerateArray())
                windows.Add(DateTimeOffset.Parse(window.GetProperty("window_start").GetString()!, CultureInfo.InvariantCulture), window.GetProperty("count").GetInt64());
            path = page.TryGetProperty("next_cursor", out var cursor) && cursor.GetString() is { } next ? $"/api/v1/windows?from=2000-01-01T00:00:00Z&cursor={next}" : null;
        }
        return windows;
    }

    private async Task<JsonElement?> AskAsync(string path, SiloProcess? frozen)
    {
        foreach (var silo in _silos.Where(silo => silo.Runs && silo != frozen))
            if (await silo.GetAsync(path) is { } answer)
                return answer;
        return null;
    }
}
