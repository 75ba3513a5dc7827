namespace OrleansLambda.Conformance;

public abstract partial class EventLogConformance
{
    private static readonly DateTimeOffset AppendedAt = new DateTimeOffset(2024, 1, 31, 23, 59, 59, TimeSpan.Zero).AddMicroseconds(123_457);

    [Fact]
    public async Task Commit_IsNull_BeforeTheFirst() => Assert.Null(await Port.GetCommitAsync(0));

    [Fact]
    public async Task Commit_ComesBackAsGiven_ForItsPartitionAlone()
    {
        var topicId = (await Port.DescribeAsync()).TopicId;
        var commit = new LogCommit(topicId, 7, 5, 2, AppendedAt, Missed: 3);

        await Port.CommitAsync(0, commit);

        Assert.Equal(commit, await Port.GetCommitAsync(0));
        Assert.Null(await Port.GetCommitAsync(1));
    }

    [Fact]
    public async Task Commit_ComesBackAsGiven_AfterReopening()
    {
        var topicId = (await Port.DescribeAsync()).TopicId;
        var (first, second) = (new LogCommit(topicId, 0, 0, 0, null), new LogCommit(topicId, 1L << 40, 1L << 39, 3, AppendedAt));
        await Port.CommitAsync(0, first);
        await Port.CommitAsync(1, second);

        await ReopenAsync();

        Assert.Equal(first, await Port.GetCommitAsync(0));
        Assert.Equal(second, await Port.GetCommitAsync(1));
    }

    [Fact]
    public async Task Commit_MayGoBack()
    {
        var topicId = (await Port.DescribeAsync()).TopicId;
        var back = new LogCommit(topicId, 3, 2, 1, AppendedAt);
        await Port.CommitAsync(0, new LogCommit(topicId, 100, 90, 10, AppendedAt.AddDays(1)));

        await Port.CommitAsync(0, back);

        Assert.Equal(back, await Port.GetCommitAsync(0));
    }

    [Theory]
    [InlineData("another topic's")]
    [InlineData("a/b:c=d,ü \"quoted\" 'too' \\ 😀")]
    public async Task Commit_ComesBackAsGiven_WhicheverTopicItNames(string topicId)
    {
        var commit = new LogCommit(topicId, 3, 2, 1, AppendedAt);

        await Port.CommitAsync(0, commit);

        Assert.Equal(commit, await Port.GetCommitAsync(0));
    }

    [Fact]
    public async Task Commit_IsStillThere_AfterTheTopicWasMadeAnew_OrGone()
    {
        var commit = new LogCommit((await Port.DescribeAsync()).TopicId, 3, 2, 1, AppendedAt);
        await Port.CommitAsync(0, commit);
        Assert.SkipUnless(await TryRecreateAsync(), CannotBeDone);

        var after = await Port.GetCommitAsync(0);

        Assert.True(after is null || after == commit, $"A commit {after} appeared that nobody made.");
    }

    [Fact]
    public async Task Commit_IsOneOfThoseMade_WhenManyCommitAtOnce()
    {
        var topicId = (await Port.DescribeAsync()).TopicId;

        await Crowd.RunAsync(20, i => Port.CommitAsync(0, new LogCommit(topicId, i, i, 0, AppendedAt.AddMicroseconds(i))));

        var commit = await Port.GetCommitAsync(0);
        Assert.NotNull(commit);
        Assert.InRange(commit.Offset, 0, 19);
        Assert.Equal(new LogCommit(topicId, commit.Offset, commit.Offset, 0, AppendedAt.AddMicroseconds(commit.Offset)), commit);
    }
}
