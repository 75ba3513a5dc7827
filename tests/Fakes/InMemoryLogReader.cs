namespace OrleansLambda.Fakes;

/// <summary>Reads on from where it stands. Its operation is named <c>ReadAsync</c> in the log's faults.</summary>
internal sealed class InMemoryLogReader(InMemoryEventLog log, string topicId, int partition, long offset) : ILogReader
{
    private long _next = offset;
    private bool _disposed;

    public async ValueTask<LogBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        var batch = await log.ReadAsync(topicId, partition, _next, maxRecords, cancellationToken);
        _next = batch.NextOffset;
        return batch;
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }
}
