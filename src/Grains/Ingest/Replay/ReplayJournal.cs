using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// Keeps a replay's progress. Each run takes the document over with its first write; of two runs of one dataset the
/// earlier one then fails at its next.
/// </summary>
internal sealed class ReplayJournal(ICheckpointStore checkpoints, IEventLog log, ReplayRetry retry, string fingerprint)
{
    private readonly string _key = ReplayState.KeyOf(fingerprint);
    private long _version;

    /// <summary>Names this run.</summary>
    public Guid Owner { get; } = Guid.NewGuid();

    /// <summary>The progress that is stored, or null before the first replay.</summary>
    public async Task<ReplayState?> ReadAsync()
    {
        var stored = await retry.RunAsync(_ => checkpoints.ReadAsync(_key));
        _version = stored?.Version ?? 0;
        return stored is null ? null : ReplayState.Parse(stored.Document);
    }

    /// <summary>Stores <paramref name="state"/>; returns once it is durable.</summary>
    /// <exception cref="ReplayException">Another run has taken the replay over, or the topic was made anew.</exception>
    public async Task WriteAsync(ReplayState state)
    {
        var topicId = (await retry.RunAsync(_ => log.DescribeAsync())).TopicId;
        if (topicId != state.TopicId)
            throw new ReplayException($"The topic was made anew while the replay ran: it was {state.TopicId}, and is {topicId}. A replay asked for again sends all trips to the new one.");
        var checkpoint = new Checkpoint(_key, state.ToJson(), _version + 1);
        var written = await retry.RunAsync(async unknown =>
            (unknown && await IsStoredAsync(checkpoint)) || await checkpoints.TryWriteAsync(checkpoint));
        if (!written)
            throw new ReplayException("Another replay of the same dataset has begun, and goes on with this one.");
        _version++;
    }

    // The owner within tells the document from one that another run has written with the same version.
    private async Task<bool> IsStoredAsync(Checkpoint checkpoint) => await checkpoints.ReadAsync(_key) == checkpoint;
}
