namespace OrleansLambda.Streaming;

/// <summary>Tells of dead letters in the log, a line for each call with the first of them, and keeps none.</summary>
/// <param name="provider">The stream provider that they come from.</param>
/// <param name="logger">Where it is told.</param>
public sealed partial class LoggedDeadLetters(string provider, ILogger<LoggedDeadLetters> logger) : IDeadLetterStore
{
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (letters.Count > 0)
            LogLetters(provider, letters.Count, letters[0].Key.Offset, letters[0].Key.Partition, letters[0].Reason);
        return Task.CompletedTask;
    }

    /// <summary>No letter: none is kept.</summary>
    public Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Task.FromResult<IReadOnlyList<DeadLetter>>([]);
    }

    /// <summary>Zero: none is kept.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(0L);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream provider {Provider} passed over {Count} records that belong to no stream; the first is at offset {Offset} of partition {Partition}: {Reason}.")]
    private partial void LogLetters(string provider, int count, long offset, int partition, string reason);
}
