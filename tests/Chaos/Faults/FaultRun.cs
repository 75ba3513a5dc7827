namespace OrleansLambda.Chaos.Faults;

/// <summary>
/// Strikes a cluster with faults, and does what whoever watches over its processes would: starts again what has ended.
/// At least one silo is always left alone.
/// </summary>
internal sealed class FaultRun(Cluster cluster, KafkaProcess broker, Load load, Action<string> tell) : IAsyncDisposable
{
    // A kill of one silo while all else is well: until the others have taken its partitions over and caught up. Five seconds
    // will do where nothing else runs; other tests on the same processors may take several times that.
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(Setting.Number("CHAOS_RECOVERY", 60));

    // A kill in the midst of other faults has to wait for the end of those.
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(2);

    // A silo that was frozen looks at the table of members within five seconds, and finds whether it may go on.
    private static readonly TimeSpan Verdict = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<SiloProcess> _struck = [];
    private readonly List<Task> _under = [];
    private readonly CancellationTokenSource _ending = new();
    private Task _watch = Task.CompletedTask;
    private Task _broker = Task.CompletedTask;

    /// <summary>How long each kill of a silo that came alone took to recover from.</summary>
    public List<TimeSpan> Recoveries { get; } = [];

    /// <summary>Strikes, and returns once everything is well again.</summary>
    public async Task RunAsync(IEnumerable<Fault> plan)
    {
        _watch = WatchAsync();
        foreach (var fault in plan)
        {
            if (fault.Alone)
                await SettleAsync();
            else
                await Task.Delay(fault.Pause);
            await (fault.Kind switch
            {
                FaultKind.KillBroker => StrikeBrokerAsync(fault),
                FaultKind.KillSilo => KillAsync(fault),
                FaultKind.FreezeSilo => FreezeAsync(fault),
                _ => StopAsync(fault),
            });
        }
        await SettleAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll([.. _under, _watch]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    // Everything struck has come back, and what is acknowledged by now is counted.
    private async Task SettleAsync()
    {
        await FailIfAnyHasAsync();
        await Task.WhenAll(_under);
        _under.Clear();
        await cluster.ReadyAsync();
        await load.DeliveredAsync(Cluster.Patience);
        await cluster.FlowsAsync(load);
        await FailIfAnyHasAsync();
    }

    private async Task FailIfAnyHasAsync()
    {
        foreach (var task in _under.Append(_watch).Where(static task => task.IsFaulted))
            await task;
    }

    private async Task KillAsync(Fault fault)
    {
        var silo = await TakeAsync(fault, mustBeReady: false);
        tell($"kill -9 of {silo.Name}{With(fault)}, started again after {fault.Lasts.TotalSeconds:N1} s");
        await silo.Process.KillAsync();
        var healing = HealAsync();
        _under.Add(healing);
        var flowing = cluster.FlowsAsync(load, LongestRecovery);
        if (!fault.Alone)
        {
            _under.Add(TellAsync());
            return;
        }
        Recoveries.Add(await TellAsync());
        Assert.True(Recoveries[^1] <= KillLimit, $"After the kill of {silo.Name} alone its partitions flowed again after {Recoveries[^1]}; {KillLimit} is allowed.\n{cluster.Output}");

        async Task HealAsync()
        {
            await Task.Delay(fault.Lasts);
            Revive(silo);
        }

        async Task<TimeSpan> TellAsync()
        {
            var recovered = await flowing;
            tell($"  {silo.Name}'s partitions flowed again {recovered.TotalSeconds:N1} s after its kill");
            return recovered;
        }
    }

    private async Task FreezeAsync(Fault fault)
    {
        var silo = await TakeAsync(fault, mustBeReady: true);
        tell($"freeze of {silo.Name}{With(fault)} for {fault.Lasts.TotalSeconds:N1} s");
        await silo.FreezeAsync();
        _under.Add(ThawAsync());

        async Task ThawAsync()
        {
            await Task.Delay(fault.Lasts);
            silo.Continue();
            try
            {
                AssertEnd(silo, await silo.Process.ExitAsync(Verdict), Cluster.CannotGoOn);
                tell($"  {silo.Name} had been voted dead, and is started again");
                Revive(silo);
            }
            catch (TimeoutException)
            {
                tell($"  {silo.Name} had not been voted dead, and goes on");
                Release(silo);
            }
        }
    }

    private async Task StopAsync(Fault fault)
    {
        var silo = await TakeAsync(fault, mustBeReady: true);
        tell($"stop of {silo.Name}{With(fault)}, started again after {fault.Lasts.TotalSeconds:N1} s");
        silo.Process.SendTerminate();
        _under.Add(HealAsync());

        async Task HealAsync()
        {
            var code = await silo.Process.ExitAsync(Cluster.Patience);
            AssertEnd(silo, code, 0, Cluster.CutOff, Cluster.CannotGoOn);
            tell($"  {silo.Name} has ended{(code == Cluster.CutOff ? ", cut off since its time was up" : "")}");
            await Task.Delay(fault.Lasts);
            Revive(silo);
        }
    }

    private async Task StrikeBrokerAsync(Fault fault)
    {
        await _broker;
        tell($"kill -9 of the broker{With(fault)}, started again after {fault.Lasts.TotalSeconds:N1} s");
        await broker.KillAsync();
        _under.Add(_broker = HealAsync());

        async Task HealAsync()
        {
            await Task.Delay(fault.Lasts);
            await broker.StartAsync();
            tell("  the broker is back");
        }
    }

    private void AssertEnd(SiloProcess silo, int code, params int[] expected) =>
        Assert.True(expected.Contains(code), $"{silo.Name} ended with {code} in place of {string.Join(" or ", expected)}.\n{cluster.Output}");

    private static string With(Fault fault) => fault.Alone ? " alone" : "";

    // The silo that the fault names, or the next one that can be struck; waits where there is none.
    private async Task<SiloProcess> TakeAsync(Fault fault, bool mustBeReady)
    {
        SiloProcess? taken = null;
        await Until.NothingIsMissingAsync(
            async () =>
            {
                await FailIfAnyHasAsync();
                for (var i = 0; i < cluster.Silos.Count && taken is null; i++)
                {
                    var silo = cluster.Silos[(fault.Silo + i) % cluster.Silos.Count];
                    if (!mustBeReady || await silo.MissingAsync() is null)
                        taken = TryTake(silo);
                }
                return taken is null ? "a silo to strike" : null;
            },
            LongestRecovery,
            () => cluster.Output);
        return taken!;
    }

    private SiloProcess? TryTake(SiloProcess silo)
    {
        lock (_struck)
            return silo.Runs && _struck.Count < cluster.Silos.Count - 1 && _struck.Add(silo) ? silo : null;
    }

    private void Revive(SiloProcess silo)
    {
        silo.Start();
        Release(silo);
    }

    private void Release(SiloProcess silo)
    {
        lock (_struck)
            _struck.Remove(silo);
    }

    // A silo that was not struck may end as well: cut off in the midst of other faults, it was voted dead. No other end is right.
    private async Task WatchAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            foreach (var silo in cluster.Silos)
            {
                lock (_struck)
                    if (_struck.Contains(silo) || silo.Runs)
                        continue;
                AssertEnd(silo, await silo.Process.ExitAsync(Cluster.Patience), Cluster.CannotGoOn);
                tell($"  {silo.Name} ended, voted dead, and is started again");
                silo.Start();
            }
            await Task.Delay(Glance, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
