using Microsoft.Extensions.Time.Testing;

namespace OrleansLambda.Fakes.Tests;

public sealed class InMemoryEventLogTests : EventLogConformance
{
    private readonly InMemoryDisk _disk = new(partitions: 3);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 1, 15, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));

    private InMemoryEventLog Log => (InMemoryEventLog)Port;

    protected override Task<IEventLog> OpenAsync() => Task.FromResult<IEventLog>(new InMemoryEventLog(_disk, _clock));

    protected override Task LetTimePassAsync()
    {
        _clock.Advance(TimeSpan.FromMicroseconds(3));
        return Task.CompletedTask;
    }

    protected override Task<bool> TryTrimAsync(int partition, long earliest)
    {
        Log.Trim(partition, earliest);
        return Task.FromResult(true);
    }

    protected override Task<bool> TrySkipOffsetsAsync(int partition, int count)
    {
        Log.SkipOffsets(partition, count);
        return Task.FromResult(true);
    }

    protected override Task<bool> TryAddPartitionAsync()
    {
        Log.AddPartitions(1);
        return Task.FromResult(true);
    }

    protected override Task<bool> TryRecreateAsync()
    {
        Log.Recreate();
        return Task.FromResult(true);
    }
}
