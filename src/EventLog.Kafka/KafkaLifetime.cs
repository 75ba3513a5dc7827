using Microsoft.Extensions.Hosting;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>Makes sure of the topic before the silo starts, and closes the connections after the silo has stopped.</summary>
internal sealed class KafkaLifetime(KafkaConnection kafka) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => kafka.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => kafka.DisposeAsync().AsTask();
}
