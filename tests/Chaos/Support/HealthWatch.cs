using System.Net;

namespace OrleansLambda.Chaos.Support;

/// <summary>Asks silos again and again for their health, from their first answer on.</summary>
internal sealed class HealthWatch : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    // A silo may be slow where a broker is starting beside it; it may not hang.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ending = new();
    private readonly SiloProcess[] _silos;
    private readonly Task[] _watches;
    private readonly string?[] _ready;
    private readonly int[] _live;
    private volatile string? _notLive;
    private int _readyAnswers;

    /// <summary>Begins.</summary>
    public HealthWatch(IEnumerable<SiloProcess> silos)
    {
        _silos = [.. silos];
        (_ready, _live) = (new string?[_silos.Length], new int[_silos.Length]);
        _watches = [.. Enumerable.Range(0, _silos.Length).SelectMany(i => new[] { WatchLiveAsync(i), WatchReadyAsync(i) })];
    }

    /// <summary>How often any of the silos has said that it is ready.</summary>
    public int ReadyAnswers => Volatile.Read(ref _readyAnswers);

    /// <summary>Returns once every silo says that it is not ready, and names what it waits for by <paramref name="address"/>.</summary>
    public Task NamesAsync(string address) => Until.NothingIsMissingAsync(
        () => Task.FromResult(Enumerable.Range(0, _silos.Length)
            .Where(i => Volatile.Read(ref _ready[i])?.Contains($"Kafka at {address}", StringComparison.Ordinal) != true)
            .Select(i => $"Kafka at {address} in what {_silos[i].Name} answers, which is {_ready[i] ?? "nothing"}")
            .FirstOrDefault()),
        Cluster.Patience,
        () => string.Join("\n\n", _silos.Select(static silo => silo.Output)));

    /// <summary>Fails unless every silo has always answered that it lives, since its first answer.</summary>
    public void AssertAlways()
    {
        Assert.Null(_notLive);
        Assert.All(_live, static answers => Assert.True(answers > 0, "A silo has never answered that it lives."));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_watches);
        _ending.Dispose();
    }

    private async Task WatchLiveAsync(int silo)
    {
        var answered = TimeProvider.System.GetTimestamp();
        while (await NextAsync())
        {
            var (status, _) = await _silos[silo].AskAsync("/health/live");
            if (status == HttpStatusCode.OK)
                (_live[silo], answered) = (_live[silo] + 1, TimeProvider.System.GetTimestamp());
            else if (_live[silo] > 0 && (status != 0 || !_silos[silo].Runs || TimeProvider.System.GetElapsedTime(answered) > LongestSilence))
                _notLive = $"{_silos[silo].Name} answered {(int)status} at {TimeProvider.System.GetUtcNow():HH:mm:ss.f}.";
        }
    }

    private async Task WatchReadyAsync(int silo)
    {
        while (await NextAsync())
        {
            var (status, body) = await _silos[silo].AskAsync("/health/ready");
            if (status == HttpStatusCode.OK)
                Interlocked.Increment(ref _readyAnswers);
            Volatile.Write(ref _ready[silo], status == HttpStatusCode.ServiceUnavailable ? body.GetProperty("detail").GetString() : null);
        }
    }

    private async Task<bool> NextAsync()
    {
        await Task.Delay(Period, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_ending.IsCancellationRequested;
    }
}
