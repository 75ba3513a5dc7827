using Testcontainers.Kafka;

namespace OrleansLambda.RealServers;

/// <summary>A broker in a container, where there is Docker and no <c>KAFKA_HOME</c>.</summary>
public sealed class KafkaContainer : IKafkaServer
{
    private readonly Testcontainers.Kafka.KafkaContainer _container = new KafkaBuilder("confluentinc/cp-kafka:7.9.0").Build();

    /// <inheritdoc/>
    public string BootstrapServers => _container.GetBootstrapAddress();

    /// <summary>Starts a broker.</summary>
    public static async Task<KafkaContainer> StartNewAsync()
    {
        var server = new KafkaContainer();
        await server.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public Task StartAsync() => _container.StartAsync();

    /// <inheritdoc/>
    public Task KillAsync() => throw new NotSupportedException("A container's broker comes back elsewhere.");

    /// <inheritdoc/>
    public Task PauseAsync() => _container.PauseAsync();

    /// <inheritdoc/>
    public Task ResumeAsync() => _container.UnpauseAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
