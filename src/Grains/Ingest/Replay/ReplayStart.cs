namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Finds out where a replay stands, and begins a new one where there is none to go on with.</summary>
internal sealed class ReplayStart(IEventLog log, ReplayJournal journal, ReplayRetry retry, string fingerprint)
{
    /// <summary>
    /// The state to go on from, stored as this run's, and what each partition holds; or a state that is done. A replay that
    /// was interrupted is gone on with also when asked for <paramref name="again"/>: asking a second time must not send twice.
    /// </summary>
    /// <exception cref="ReplayException">The interrupted replay cannot be gone on with, and was not asked for again.</exception>
    public async Task<(ReplayState State, ReplayContents[] There)> RunAsync(bool again, CancellationToken cancellationToken)
    {
        var description = await retry.RunAsync(_ => log.DescribeAsync(cancellationToken));
        var stored = await journal.ReadAsync();
        if (stored is { Done: true } && !again)
            return (stored, []);
        var start = stored is null or { Done: true }
            ? await BeginAsync(description, stored, cancellationToken)
            : await ResumeOrBeginAsync(description, stored, again, cancellationToken);
        await journal.WriteAsync(start.State);
        return start;
    }

    private async Task<(ReplayState State, ReplayContents[] There)> ResumeOrBeginAsync(LogDescription description, ReplayState stored, bool again, CancellationToken cancellationToken)
    {
        try
        {
            return await ResumeAsync(description, stored, cancellationToken);
        }
        catch (ReplayException) when (again)
        {
            return await BeginAsync(description, stored, cancellationToken);
        }
    }

    private async Task<(ReplayState State, ReplayContents[] There)> ResumeAsync(LogDescription description, ReplayState stored, CancellationToken cancellationToken)
    {
        if (description.TopicId != stored.TopicId)
            throw new ReplayException($"The topic was made anew since the replay was interrupted: it was {stored.TopicId}, and is {description.TopicId}. A replay asked for again sends all trips to the new one.");
        var search = new ReplaySearch(log, new ReplayTag(fingerprint, stored.Number));
        var there = new ReplayContents[stored.Partitions.Length];
        for (var partition = 0; partition < there.Length; partition++)
            there[partition] = await retry.RunAsync(_ => search.RunAsync(partition, stored.Partitions[partition], cancellationToken));
        return (stored with { Owner = journal.Owner, Partitions = [.. there.Select(contents => contents.Start)] }, there);
    }

    // The ends of the partitions are stored before the first event is appended: all of the replay's lie above them.
    private async Task<(ReplayState State, ReplayContents[] There)> BeginAsync(LogDescription description, ReplayState? before, CancellationToken cancellationToken)
    {
        var positions = new ReplayPosition[description.Partitions];
        for (var partition = 0; partition < positions.Length; partition++)
        {
            var range = await retry.RunAsync(_ => log.GetRangeAsync(partition, cancellationToken));
            positions[partition] = new ReplayPosition(range.End, -1);
        }
        var state = new ReplayState(description.TopicId, (before?.Number ?? 0) + 1, journal.Owner, 0, 0, 0, Done: false, positions);
        return (state, [.. positions.Select(position => new ReplayContents(position, [], position.Offset))]);
    }
}
