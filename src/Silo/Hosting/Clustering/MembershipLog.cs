using Orleans.Runtime;

namespace OrleansLambda.Silo.Hosting.Clustering;

/// <summary>Tells which silos come and go.</summary>
internal sealed partial class MembershipLog(ISiloStatusOracle silos, ILogger<MembershipLog> logger) : ILifecycleParticipant<ISiloLifecycle>, ISiloStatusListener
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(MembershipLog),
        ServiceLifecycleStage.BecomeActive,
        _ =>
        {
            silos.SubscribeToSiloStatusEvents(this);
            LogJoined(silos.SiloAddress, silos.GetApproximateSiloStatuses(onlyActive: true).Count);
            return Task.CompletedTask;
        },
        _ =>
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
            return Task.CompletedTask;
        });

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (updatedSilo.Equals(silos.SiloAddress))
            return;
        if (status == SiloStatus.Dead)
            LogDead(updatedSilo);
        else if (status == SiloStatus.Active)
            LogActive(updatedSilo);
    }

    [LoggerMessage(LogLevel.Information, "Silo {Silo} joined; {Silos} silos were active.")]
    private partial void LogJoined(SiloAddress silo, int silos);

    [LoggerMessage(LogLevel.Information, "Silo {Silo} was active from now on.")]
    private partial void LogActive(SiloAddress silo);

    [LoggerMessage(LogLevel.Warning, "Silo {Silo} was dead; the others took its partitions and windows over.")]
    private partial void LogDead(SiloAddress silo);
}
