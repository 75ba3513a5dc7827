namespace OrleansLambda.Cluster;

public sealed class ResumePointTests
{
    private static readonly LogRange Range = new(100, 200);

    [Theory]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(200)]
    public void Commit_IsFollowed_WhereTheLogHasIt(long offset)
    {
        var commit = Commit("topic", offset);
        Assert.Equal(new ResumePoint(commit, 0, null), ResumePoint.Of("topic", Range, commit));
    }

    [Fact]
    public void Commit_BeforeTheEarliest_GoesOnThereAndTellsWhatIsMissed()
    {
        var commit = Commit("topic", 60);
        Assert.Equal(new ResumePoint(commit with { Offset = 100 }, 40, null), ResumePoint.Of("topic", Range, commit));
    }

    [Fact]
    public void NoCommit_OrOneOfAnotherTopicOrBeyondTheEnd_StartsWithTheFirstRecord()
    {
        var start = new LogCommit("topic", 100, 0, 0, null);
        Assert.Equal(new ResumePoint(start, 0, null), ResumePoint.Of("topic", Range, null));
        Assert.Equal(new ResumePoint(start, 0, "it belongs to another topic"), ResumePoint.Of("topic", Range, Commit("old", 150)));
        Assert.Equal(new ResumePoint(start, 0, "it lies beyond the end of the log"), ResumePoint.Of("topic", Range, Commit("topic", 201)));
    }

    private static LogCommit Commit(string topicId, long offset) => new(topicId, offset, 5, 6, Rides.Past);
}
