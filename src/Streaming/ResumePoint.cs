namespace OrleansLambda.Streaming;

/// <summary>Where reading a partition starts.</summary>
/// <param name="Commit">The offset, and what is counted up to there.</param>
/// <param name="Missed">How many offsets after the last commit were removed from the log before they were read.</param>
/// <param name="Ignored">Why a commit that there is was not followed, or null.</param>
internal sealed record ResumePoint(LogCommit Commit, long Missed, string? Ignored)
{
    /// <summary>Follows <paramref name="commit"/> as far as the log has what it speaks of; without one, starts with the first record there is.</summary>
    public static ResumePoint Of(string topicId, LogRange range, LogCommit? commit)
    {
        var start = new LogCommit(topicId, range.Earliest, 0, 0, null);
        if (commit is null)
            return new ResumePoint(start, 0, null);
        if (commit.TopicId != topicId)
            return new ResumePoint(start, 0, "it belongs to another topic");
        if (commit.Offset > range.End)
            return new ResumePoint(start, 0, "it lies beyond the end of the log");
        if (commit.Offset < range.Earliest)
            return new ResumePoint(commit with { Offset = range.Earliest }, range.Earliest - commit.Offset, null);
        return new ResumePoint(commit, 0, null);
    }
}
