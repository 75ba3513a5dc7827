namespace OrleansLambda.Kafka.Tests;

public sealed class KafkaEventLogTests(KafkaFixture fixture) : EventLogConformance
{
    private TestTopic? _topic;
    private KafkaConnection? _kafka;

    private TestTopic Topic => _topic ??= new TestTopic(fixture.Server.BootstrapServers);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _topic?.Dispose();
    }

    protected override async Task<IEventLog> OpenAsync() => new KafkaEventLog(_kafka = await Topic.OpenAsync());

    protected override async Task CloseAsync(IEventLog port) => await _kafka!.DisposeAsync();

    // The broker's clock is this machine's, and counts milliseconds.
    protected override async Task LetTimePassAsync()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        while (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() <= now + 1)
            await Task.Delay(1);
    }

    protected override async Task<bool> TryTrimAsync(int partition, long earliest)
    {
        await Topic.TrimAsync(partition, earliest);
        return true;
    }

    protected override async Task<bool> TrySkipOffsetsAsync(int partition, int count)
    {
        await Topic.AbortTransactionAsync(partition, count);
        return true;
    }

    protected override async Task<bool> TryAddPartitionAsync()
    {
        await Topic.AddPartitionAsync();
        return true;
    }

    protected override async Task<bool> TryRecreateAsync()
    {
        await Topic.RecreateAsync();
        return true;
    }
}
