using System.Text.Json;

namespace OrleansLambda.Chaos;

/// <summary>When windows become final on a real log: by the time at which the log took events, whatever times the events carry.</summary>
public sealed class QuietStreamTests(Servers servers)
{
    private static readonly TimeSpan AllowedLateness = TimeSpan.FromSeconds(5);

    // Three will do where nothing else runs; other tests on the same processors may take several times that.
    private static readonly TimeSpan AFewSeconds = TimeSpan.FromSeconds(Setting.Number("CHAOS_FINAL", 60));

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task LastWindow_BecomesFinalInTime_WhenNothingComesAnyMore()
    {
        await using var cluster = await StartAsync();
        await using var load = cluster.NewLoad(0);
        var window = await NextWindowAsync();
        for (var i = 0; i < 1_000; i++)
            load.Send(window.Start, i % Cluster.Partitions);

        await AssertFinalInTimeAsync(cluster, window);

        await load.StopAsync(Cluster.Patience);
        await cluster.AssertCountedOnceAsync(load);
    }

    [Fact]
    public async Task Windows_AreFinalInTheirTime_WhateverTimesEventsCarry()
    {
        await using var cluster = await StartAsync();
        await using var load = cluster.NewLoad(200);
        await load.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var (future, past) = (TumblingWindow.Of(now.AddMinutes(58)), TumblingWindow.Of(now.AddDays(-3_600)));
        load.Send(future.Start, partition: 1);
        load.Send(now.AddMinutes(62), partition: 2, counts: false);
        load.Send(past.Start, partition: 3);
        load.Send(now.AddDays(-3_700), partition: 4, counts: false);
        await cluster.FlowsAsync(load);

        // Two windows that events go on coming to, and what is far away is there.
        var window = await NextWindowAsync();
        await AssertFinalInTimeAsync(cluster, window);
        await AssertFinalInTimeAsync(cluster, TumblingWindow.Of(window.End));
        await Until.NothingIsMissingAsync(
            async () => IsFinal(await cluster.WindowAsync(past.Start)) ? null : $"the final window of {past.Start}", Cluster.Patience, () => cluster.Output);
        Assert.False(IsFinal(await cluster.WindowAsync(future.Start)), $"The window of {future.Start} has not come, and is final.");

        await load.StopAsync(Cluster.Patience);
        await cluster.AssertCountedOnceAsync(load);
        Assert.Equal((1, 1), (load.Windows[future.Start], load.Windows[past.Start]));
    }

    private async Task<Cluster> StartAsync()
    {
        var cluster = new Cluster((await servers.RedisAsync()).NewDatabase(), (await servers.KafkaAsync()).BootstrapServers, silos: 1);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    // The one that has just begun.
    private static async Task<TumblingWindow> NextWindowAsync()
    {
        var window = TumblingWindow.Of(TumblingWindow.Of(TimeProvider.System.GetUtcNow()).End);
        await Task.Delay(window.Start - TimeProvider.System.GetUtcNow(), TimeProvider.System);
        return window;
    }

    private static async Task AssertFinalInTimeAsync(Cluster cluster, TumblingWindow window)
    {
        var due = window.End + AllowedLateness;
        while (true)
        {
            var asked = TimeProvider.System.GetUtcNow();
            var final = IsFinal(await cluster.WindowAsync(window.Start));
            if (final && TimeProvider.System.GetUtcNow() is var seen)
            {
                Assert.True(seen >= due, $"The window of {window.Start:HH:mm:ss} was final at {seen:HH:mm:ss.f}, before {due:HH:mm:ss}.");
                TestContext.Current.TestOutputHelper?.WriteLine($"The window of {window.Start:HH:mm:ss} was final {(seen - window.End).TotalSeconds:N1} s after its end.");
                return;
            }
            Assert.True(asked < due + AFewSeconds, $"The window of {window.Start:HH:mm:ss} was not final at {asked:HH:mm:ss.f}.\n{cluster.Output}");
            await Task.Delay(Poll);
        }
    }

    private static bool IsFinal(JsonElement? window) => window is { } there && there.GetProperty("final").GetBoolean();
}
