using Microsoft.Extensions.Options;
using OrleansLambda.Api.Endpoints;

namespace OrleansLambda.Silo.Hosting.Starting;

/// <summary>
/// Asks the servers that the process needs whether they answer: at the start until all of them do, after that to tell
/// when one has gone and when it is back.
/// </summary>
public sealed partial class DependencyWatch(
    IEnumerable<Dependency> dependencies,
    IOptions<StartOptions> options,
    TimeProvider time,
    ILogger<DependencyWatch> logger) : BackgroundService, IReadinessCheck
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestAsk = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Dependency[] _dependencies = [.. dependencies];
    private readonly TaskCompletionSource _siloStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns once every server has answered.</summary>
    /// <exception cref="DependencyException">One did not within <see cref="StartOptions.Timeout"/>.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var missing = await Task.WhenAll(_dependencies.Select(dependency => WaitAsync(dependency, start, cancellationToken)));
        if (missing.Any(static sentence => sentence is not null))
            throw new DependencyException(string.Join(Environment.NewLine, missing.Where(static sentence => sentence is not null)));
    }

    /// <summary>The start is over: from now on, what comes and goes is told.</summary>
    public void SiloStarted() => _siloStarted.TrySetResult();

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_dependencies.Select(dependency => AskAsync(dependency, limit, cancellationToken)));
        var faults = _dependencies.Zip(answers)
            .Where(static pair => pair.Second is not null)
            .ToDictionary(static pair => pair.First.Name, static pair => pair.Second!);
        if (_dependencies.Length > 0 && !_siloStarted.Task.IsCompleted)
            faults["silo"] = faults.Count > 0 ? "The silo waits for them to start." : "The silo starts.";
        return faults;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _siloStarted.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(_dependencies.Select(dependency => FollowAsync(dependency, stoppingToken)));
    }

    private async Task<string?> WaitAsync(Dependency dependency, long start, CancellationToken cancellationToken)
    {
        string? known = null;
        for (var first = true; ; first = false)
        {
            var left = options.Value.Timeout - time.GetElapsedTime(start);
            var limit = left > AskLimit ? AskLimit : left > ShortestAsk ? left : ShortestAsk;
            var fault = await AskAsync(dependency, limit, cancellationToken);
            if (fault is null)
            {
                if (!first)
                    LogAnswered(dependency.What);
                return null;
            }
            left = options.Value.Timeout - time.GetElapsedTime(start);
            // What the last moments of the wait leave no time to find out, an ask before them has told.
            known = limit < AskLimit ? known ?? fault : fault;
            if (left <= Period)
                return $"{known} It was tried for {options.Value.Timeout:c} (Start:Timeout).";
            if (first)
                LogWaiting(fault, options.Value.Timeout);
            await Task.Delay(Period, time, cancellationToken);
        }
    }

    private async Task FollowAsync(Dependency dependency, CancellationToken stopping)
    {
        var gone = false;
        while (true)
        {
            await Task.Delay(Period, time, stopping);
            var fault = await AskAsync(dependency, AskLimit, stopping);
            if (fault is not null && !gone)
                LogGone(fault);
            else if (fault is null && gone)
                LogAnswered(dependency.What);
            gone = fault is not null;
        }
    }

    // A sentence that says who does not answer, or null.
    private async Task<string?> AskAsync(Dependency dependency, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = new CancellationTokenSource(limit, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limited.Token);
        try
        {
            await dependency.AskAsync(ending.Token).WaitAsync(ending.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return dependency.Why?.Invoke() is { } why
                ? $"{dependency.What} does not answer: {FirstLine(why)}"
                : $"{dependency.What} did not answer within {limit:c}.";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{dependency.What} does not answer: {FirstLine(e.Message)}";
        }
    }

    private static string FirstLine(string message)
    {
        var line = message.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.EndsWith(".") ? line.ToString() : $"{line}.";
    }

    [LoggerMessage(LogLevel.Warning, "{Fault} It is tried for {Timeout} until it does.")]
    private partial void LogWaiting(string fault, TimeSpan timeout);

    [LoggerMessage(LogLevel.Warning, "{Fault} What needs it waits until it does.")]
    private partial void LogGone(string fault);

    [LoggerMessage(LogLevel.Information, "{Dependency} answered.")]
    private partial void LogAnswered(string dependency);
}
