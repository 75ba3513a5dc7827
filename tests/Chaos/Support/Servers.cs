using OrleansLambda.RealServers;

namespace OrleansLambda.Chaos.Support;

/// <summary>The servers that the tests share, each started when a test first asks for it and stopped at the end of the run.</summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lambda-chaos-").FullName;
    private Task<RedisServer>? _redis;
    private Task<KafkaProcess>? _kafka;

    /// <summary>A Redis. Skips the test where none can be had.</summary>
    public Task<RedisServer> RedisAsync() => _redis ??= RedisServer.StartAsync(Path.Combine(_folder, "redis"));

    /// <summary>A Kafka. Skips the test where none can be had.</summary>
    public Task<KafkaProcess> KafkaAsync() => _kafka ??= NewKafkaAsync();

    /// <summary>A Kafka of one's own, to be killed; whoever asked for it ends it. Skips the test where none can be had.</summary>
    public static Task<KafkaProcess> NewKafkaAsync()
    {
        var script = KafkaProcess.FindScript();
        Assert.SkipUnless(script is not null, $"KAFKA_HOME is '{Environment.GetEnvironmentVariable("KAFKA_HOME")}'; the folder of a Kafka with the script `kafka`, which starts and kills it, is needed.");
        return KafkaProcess.StartAsync(script!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_kafka is { IsCompletedSuccessfully: true })
            await (await _kafka).DisposeAsync();
        if (_redis is { IsCompletedSuccessfully: true })
            await (await _redis).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
