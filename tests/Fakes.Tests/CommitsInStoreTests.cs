using Microsoft.Extensions.Time.Testing;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Fakes.Tests;

/// <summary>A log whose commits are elsewhere is a log like any other, and a store does not believe another's commits.</summary>
public sealed class CommitsInStoreTests : EventLogConformance
{
    private readonly InMemoryDisk _disk = new(partitions: 3);
    private readonly InMemoryDisk _stores = new(partitions: 1);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 1, 15, 12, 0, 0, TimeSpan.Zero));

    private CommitsInStore Log => (CommitsInStore)Port;

    [Fact]
    public async Task Commit_IsTheStoresOwn_AndTheLogHasACopy()
    {
        var log = new InMemoryEventLog(_disk, _clock);
        var (first, second) = (new CommitsInStore(log, new InMemoryCheckpointStore(_stores)), new CommitsInStore(log, new InMemoryCheckpointStore(new InMemoryDisk(partitions: 1))));
        var commit = new LogCommit("topic", 17, 12, 5, _clock.GetUtcNow(), 3);
        await first.CommitAsync(2, commit);

        Assert.Equal(commit, await log.GetCommitAsync(2));
        Assert.Equal(commit, await new CommitsInStore(log, new InMemoryCheckpointStore(_stores)).GetCommitAsync(2));
        Assert.Null(await second.GetCommitAsync(2));
        await second.CommitAsync(2, commit with { Offset = 1 });
        Assert.Equal(commit, await first.GetCommitAsync(2));
    }

    [Fact]
    public async Task Commit_DoesNotWait_ForALogThatDoesNotTakeIt()
    {
        var log = new InMemoryEventLog(_disk, _clock);
        var commits = new CommitsInStore(log, new InMemoryCheckpointStore(_stores));
        var commit = new LogCommit("topic", 1, 1, 0, null);
        var hold = log.Faults.HoldNext(nameof(IEventLog.CommitAsync), FaultMoment.Before);
        await commits.CommitAsync(0, commit);
        await commits.CommitAsync(0, commit with { Offset = 2 });
        Assert.Equal(2, (await commits.GetCommitAsync(0))!.Offset);
        hold.Release();
        await LogHasAsync(2); // The last one, though it came while another was on its way.

        log.Faults.FailNext(nameof(IEventLog.CommitAsync), 1);
        await commits.CommitAsync(0, commit with { Offset = 3 });
        await commits.CommitAsync(0, commit with { Offset = 4 });
        Assert.Equal(4, (await commits.GetCommitAsync(0))!.Offset);
        // The copy to the log that failed may have been that of either, and the next commit takes it along.
        await commits.CommitAsync(0, commit with { Offset = 5 });
        await LogHasAsync(5);

        async Task LogHasAsync(long offset)
        {
            var started = TimeProvider.System.GetTimestamp();
            while ((await log.GetCommitAsync(0))?.Offset != offset)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), $"The log has {(await log.GetCommitAsync(0))?.Offset}, not {offset}.");
                await Task.Delay(1);
            }
        }
    }

    [Fact]
    public async Task Commits_OfTwoOwners_AreTakenInTurns()
    {
        var commit = new LogCommit("topic", 0, 0, 0, null);
        var other = (CommitsInStore)await OpenAsync();
        for (var i = 1; i <= 10; i++)
        {
            await (i % 3 == 0 ? other : Log).CommitAsync(0, commit with { Offset = i });
            Assert.Equal(i, (await Log.GetCommitAsync(0))!.Offset);
        }
    }

    protected override Task<IEventLog> OpenAsync() =>
        Task.FromResult<IEventLog>(new CommitsInStore(new InMemoryEventLog(_disk, _clock), new InMemoryCheckpointStore(_stores)));

    protected override Task LetTimePassAsync()
    {
        _clock.Advance(TimeSpan.FromMicroseconds(3));
        return Task.CompletedTask;
    }

    protected override Task<bool> TryTrimAsync(int partition, long earliest) => Does(log => log.Trim(partition, earliest));

    protected override Task<bool> TrySkipOffsetsAsync(int partition, int count) => Does(log => log.SkipOffsets(partition, count));

    protected override Task<bool> TryAddPartitionAsync() => Does(static log => log.AddPartitions(1));

    protected override Task<bool> TryRecreateAsync() => Does(static log => log.Recreate());

    private Task<bool> Does(Action<InMemoryEventLog> act)
    {
        act(new InMemoryEventLog(_disk, _clock));
        return Task.FromResult(true);
    }
}
