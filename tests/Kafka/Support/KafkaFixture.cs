[assembly: AssemblyFixture(typeof(OrleansLambda.Kafka.Tests.Support.KafkaFixture))]

namespace OrleansLambda.Kafka.Tests.Support;

/// <summary>The broker that all tests share, each with a topic of its own. It is started once, and ended after the last test.</summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    private IKafkaServer? _server;
    private string? _missing;

    /// <summary>The broker; a test that needs it is skipped where there is none.</summary>
    public IKafkaServer Server
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return _server!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (KafkaProcess.FindScript() is { } script)
        {
            _server = await KafkaProcess.StartAsync(script);
            return;
        }
        try
        {
            _server = await KafkaContainer.StartNewAsync();
        }
        catch (Exception e)
        {
            _missing = $"KAFKA_HOME names no folder with the script 'kafka', and Docker does not answer: {e.Message}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Starts a broker for one test alone, which may kill it.</summary>
    /// <param name="properties">What its settings are to have beside the usual, given its folder and its port.</param>
    public static async Task<KafkaProcess> StartOwnAsync(Func<string, int, string>? properties = null)
    {
        var script = KafkaProcess.FindScript();
        Assert.SkipWhen(script is null, "KAFKA_HOME names no folder with the script 'kafka'; a container's broker cannot be killed and come back.");
        return await KafkaProcess.StartAsync(script!, properties);
    }
}
