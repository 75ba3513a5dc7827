using Microsoft.Extensions.Configuration;
using Orleans;
using Orleans.Hosting;
using Orleans.Providers;
using OrleansLambda.EventLog.Kafka.Streams;

[assembly: RegisterProvider("Kafka", "Streaming", "Silo", typeof(KafkaStreamProviderBuilder))]
[assembly: RegisterProvider("Kafka", "Streaming", "Client", typeof(KafkaStreamProviderBuilder))]

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>Adds the stream providers that the section <c>Orleans:Streaming</c> of the configuration has, and whose <c>ProviderType</c> is <c>Kafka</c>.</summary>
internal sealed class KafkaStreamProviderBuilder : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    /// <inheritdoc/>
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddKafkaStreams(Checked(name), configurationSection);

    /// <inheritdoc/>
    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddKafkaStreams(Checked(name), configurationSection);

    private static string Checked(string? name) => name ?? throw new ArgumentNullException(nameof(name), "A stream provider in the configuration has a name: Orleans:Streaming:<name>.");
}
