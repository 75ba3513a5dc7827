using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Batch;

/// <summary>
/// Once a silo is up, has interrupted imports resumed and the missed days computed. The silo does not wait for that; a
/// failure is tried again until the silo stops.
/// </summary>
internal sealed partial class BatchStartup(
    IGrainFactory grains, IOptions<BatchOptions> options, TimeProvider time, ILogger<BatchStartup> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(BatchStartup), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
            _work = Task.Run(WorkAsync, CancellationToken.None);
        else
            LogDisabled();
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WorkAsync()
    {
        await UntilDoneAsync(() => grains.GetGrain<IImportGrain>(0).ResumeAsync());
        await UntilDoneAsync(() => grains.GetGrain<IBatchGrain>(0).RunAsync(RunTrigger.Start));
    }

    private async Task UntilDoneAsync(Func<Task> start)
    {
        for (var pause = Pause; !_stop.IsCancellationRequested; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                await start().WaitAsync(_stop.Token);
                return;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                if (pause == Pause)
                    LogNotStarted(e);
                await Task.Delay(pause, time, _stop.Token);
            }
        }
    }
}
