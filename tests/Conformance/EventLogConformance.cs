namespace OrleansLambda.Conformance;

/// <summary>The suite of <see cref="IEventLog"/>. The log under test has at least two partitions, and is empty.</summary>
public abstract partial class EventLogConformance : PortConformance<IEventLog>
{
    private const string CannotBeDone = "This log does not do that on request.";

    /// <summary>Returns once the log's clock shows a time later than that of the last append.</summary>
    protected abstract Task LetTimePassAsync();

    /// <summary>Retention: forgets the records below <paramref name="earliest"/>.</summary>
    /// <returns>False where the log cannot do that on request; tests that need it are skipped.</returns>
    protected virtual Task<bool> TryTrimAsync(int partition, long earliest) => Task.FromResult(false);

    /// <summary>Leaves offsets unused, as a log does that keeps its own marks between records.</summary>
    /// <returns>False where the log cannot do that on request; tests that need it are skipped.</returns>
    protected virtual Task<bool> TrySkipOffsetsAsync(int partition, int count) => Task.FromResult(false);

    /// <summary>Adds a partition while the log is in use.</summary>
    /// <returns>False where the log cannot do that on request; tests that need it are skipped.</returns>
    protected virtual Task<bool> TryAddPartitionAsync() => Task.FromResult(false);

    /// <summary>Deletes the topic and makes it again under the same name.</summary>
    /// <returns>False where the log cannot do that on request; tests that need it are skipped.</returns>
    protected virtual Task<bool> TryRecreateAsync() => Task.FromResult(false);

    [Fact]
    public async Task Description_IsTheSame_AfterReopening()
    {
        var before = await Port.DescribeAsync();

        await ReopenAsync();

        Assert.Equal(before, await Port.DescribeAsync());
        Assert.NotEmpty(before.Topic);
        Assert.NotEmpty(before.TopicId);
        Assert.True(before.Partitions >= 2, "The suite needs a log of at least two partitions.");
        Assert.True(before.MaxRecordBytes >= 1_024, $"Records of {before.MaxRecordBytes} bytes are too short for events.");
    }

    [Fact]
    public async Task Range_IsEmpty_BeforeTheFirstAppend()
    {
        var range = await Port.GetRangeAsync(0);

        Assert.Equal(range.Earliest, range.End);
        Assert.Empty(await Port.ReadAllAsync(0, range.Earliest));
    }

    [Fact]
    public async Task Partitions_CanBeAdded_WhileTheLogIsInUse()
    {
        await Port.AppendAsync(0, "before");
        var before = await Port.DescribeAsync();
        Assert.SkipUnless(await TryAddPartitionAsync(), CannotBeDone);

        await Port.AppendAsync(before.Partitions, "added");

        Assert.Equal(before with { Partitions = before.Partitions + 1 }, await Port.DescribeAsync());
        Assert.Equal(["added"], await Port.ReadTextsAsync(before.Partitions));
        Assert.Equal(["before"], await Port.ReadTextsAsync(0));
    }

    [Fact]
    public async Task Topic_HasAnotherIdAndNoRecords_AfterItWasMadeAnew()
    {
        await Port.AppendAsync(0, "old 0", "old 1", "old 2");
        var before = await Port.DescribeAsync();
        await using var reader = Port.OpenReader(0, 0);
        await reader.ReadAsync(1);
        Assert.SkipUnless(await TryRecreateAsync(), CannotBeDone);

        await Port.AppendAsync(0, "new 0", "new 1", "new 2");

        Assert.NotEqual(before.TopicId, (await Port.DescribeAsync()).TopicId);
        Assert.Equal(["new 0", "new 1", "new 2"], await Port.ReadTextsAsync(0));
        await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () => await reader.ReadAsync(1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task Partition_IsRefused_WhenThereIsNone(int partition)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.GetRangeAsync(partition));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.AppendAsync(partition, "lost"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.FindOffsetAsync(partition, DateTimeOffset.UnixEpoch));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.GetCommitAsync(partition));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.CommitAsync(partition, new LogCommit("t", 0, 0, 0, null)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
        {
            await using var reader = Port.OpenReader(partition, 0);
            await reader.ReadAsync(1);
        });
    }

    [Fact]
    public async Task Partition_IsRefused_RightAfterTheLast()
    {
        var description = await Port.DescribeAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.AppendAsync(description.Partitions, "lost"));

        await Port.AppendAsync(description.Partitions - 1, "kept");
        Assert.Equal(["kept"], await Port.ReadTextsAsync(description.Partitions - 1));
    }

    [Fact]
    public async Task Call_DoesNothing_WhenItIsCancelledAlready()
    {
        await Port.AppendAsync(0, "kept");
        var commit = new LogCommit((await Port.DescribeAsync()).TopicId, 1, 1, 0, null);

        await Refusal.OfCancelledAsync(Port.DescribeAsync);
        await Refusal.OfCancelledAsync(token => Port.GetRangeAsync(0, token));
        await Refusal.OfCancelledAsync(token => Port.AppendAsync(0, ["lost".ToRecord()], token));
        await Refusal.OfCancelledAsync(token => Port.FindOffsetAsync(0, DateTimeOffset.UnixEpoch, token));
        await Refusal.OfCancelledAsync(token => Port.GetCommitAsync(0, token));
        await Refusal.OfCancelledAsync(token => Port.CommitAsync(0, commit, token));

        Assert.Equal(["kept"], await Port.ReadTextsAsync(0));
        Assert.Null(await Port.GetCommitAsync(0));
    }
}
