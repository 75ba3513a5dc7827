using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Kafka.Tests;

/// <summary>Settings that stop the start, with a sentence that says why.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("enable.idempotence", "false")]
    [InlineData("acks", "1")]
    [InlineData("enable.auto.commit", "true")]
    [InlineData("enable.auto.offset.store", "true")]
    [InlineData("auto.offset.reset", "earliest")]
    [InlineData("isolation.level", "read_uncommitted")]
    [InlineData("group.id", "mine")]
    [InlineData("max.in.flight", "5")]
    [InlineData("transactional.id", "t")]
    public void Property_IsRefusedByName_WhereThePromisesRestOnIt(string property, string value) =>
        Assert.Contains(Failures(options => options[$"Kafka:Properties:{property}"] = value), line => line.StartsWith($"Kafka:Properties:{property} cannot be set", StringComparison.Ordinal));

    [Theory]
    [InlineData("no.such.property", "1")]
    [InlineData("socket.timeout.ms", "soon")]
    public void Property_IsRefused_WhereLibrdkafkaDoesNotKnowIt(string property, string value) =>
        Assert.Contains(Failures(options => options[$"Kafka:Properties:{property}"] = value), line => line.Contains($"Kafka:Properties:{property}", StringComparison.Ordinal));

    [Theory]
    [InlineData("BootstrapServers", "")]
    [InlineData("Topic", "no topic")]
    [InlineData("DeadLetterTopic", "events")]
    [InlineData("Retention", "7.00:00:00")]
    [InlineData("Compression", "rar")]
    [InlineData("SecurityProtocol", "SASL_SSL")]
    [InlineData("SaslMechanism", "PLAIN")]
    [InlineData("SslCaLocation", "/no/such/file.pem")]
    public void Setting_IsRefused_WhereItsValueIsNotAllowed(string setting, string value) =>
        Assert.Contains(Failures(options => options[$"Kafka:{setting}"] = value), line => line.Contains(setting, StringComparison.Ordinal));

    [Fact]
    public void Settings_AreTaken_WhereNothingIsWrong() =>
        Assert.Empty(Failures(options => options["Kafka:Properties:socket.keepalive.enable"] = "true"));

    [Fact]
    public void DeadLetters_NeedAStore_ToBeKeptIn() =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddKafkaDeadLetters());

    private static IEnumerable<string> Failures(Action<Dictionary<string, string?>> change)
    {
        var settings = new Dictionary<string, string?> { ["Kafka:BootstrapServers"] = "localhost:1", ["Kafka:Topic"] = "events" };
        change(settings);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddKafkaEventLog();
        using var provider = services.BuildServiceProvider();
        try
        {
            _ = provider.GetRequiredService<IOptions<KafkaOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }
}
