using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Speed;

/// <summary>Work that a silo does again and again for as long as it is active. A round that fails is told once, and the next one follows.</summary>
public abstract partial class SiloService(TimeProvider time, TimeSpan period, ILogger logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>The clock of the rounds.</summary>
    protected TimeProvider Time => time;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(GetType().FullName!, ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One round.</summary>
    protected abstract Task RunOnceAsync(CancellationToken stopping);

    private Task StartAsync(CancellationToken cancellationToken)
    {
        // Off the scheduler of whoever starts the silo.
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        var failing = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(period, time, _stopping.Token);
                await RunOnceAsync(_stopping.Token);
                if (failing)
                    LogRecovered(logger, GetType().Name);
                failing = false;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!failing)
                    LogFailed(logger, e, GetType().Name);
                failing = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} failed; it goes on trying.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string service);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} worked again.")]
    private static partial void LogRecovered(ILogger logger, string service);
}
