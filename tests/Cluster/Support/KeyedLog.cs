namespace OrleansLambda.Cluster.Support;

/// <summary>A log with keys: what stands before the bar in a record is its key.</summary>
public sealed class KeyedLog(IEventLog log) : IEventLog
{
    /// <inheritdoc/>
    public Task<LogDescription> DescribeAsync(CancellationToken cancellationToken = default) => log.DescribeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<LogRange> GetRangeAsync(int partition, CancellationToken cancellationToken = default) => log.GetRangeAsync(partition, cancellationToken);

    /// <inheritdoc/>
    public Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default) =>
        log.AppendAsync(partition, records, cancellationToken);

    /// <inheritdoc/>
    public ILogReader OpenReader(int partition, long offset) => new Reader(log.OpenReader(partition, offset));

    /// <inheritdoc/>
    public Task<long> FindOffsetAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        log.FindOffsetAsync(partition, time, cancellationToken);

    /// <inheritdoc/>
    public Task<LogCommit?> GetCommitAsync(int partition, CancellationToken cancellationToken = default) => log.GetCommitAsync(partition, cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(int partition, LogCommit commit, CancellationToken cancellationToken = default) => log.CommitAsync(partition, commit, cancellationToken);

    private sealed class Reader(ILogReader reader) : ILogReader
    {
        public async ValueTask<LogBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken = default)
        {
            var batch = await reader.ReadAsync(maxRecords, cancellationToken);
            return batch with { Records = [.. batch.Records.Select(Split)] };
        }

        public ValueTask DisposeAsync() => reader.DisposeAsync();

        private static LogRecord Split(LogRecord record)
        {
            var bar = record.Value.Span.IndexOf((byte)'|');
            return bar < 0 ? record : record with { Key = record.Value[..bar], Value = record.Value[(bar + 1)..] };
        }
    }
}
