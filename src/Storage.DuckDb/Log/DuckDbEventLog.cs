using OrleansLambda.Storage.DuckDb.Log;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>
/// The log as a table. Offsets of a partition have no gaps. Appends to all partitions share their commits; ranges and
/// commits are answered from memory.
/// </summary>
public sealed class DuckDbEventLog(DuckDbDatabase database) : IEventLog
{
    /// <inheritdoc/>
    public Task<LogDescription> DescribeAsync(CancellationToken cancellationToken = default) =>
        FromMemory(() => new LogDescription(database.Options.Topic, database.Log.TopicId, database.Log.Partitions, database.Options.MaxRecordBytes), cancellationToken);

    /// <inheritdoc/>
    public Task<LogRange> GetRangeAsync(int partition, CancellationToken cancellationToken = default) =>
        FromMemory(() => database.Log[partition].Range, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default)
    {
        database.Log.Checked(partition);
        if (records.Count == 0)
            throw new ArgumentException("An append has at least one record.", nameof(records));
        var weight = 0L;
        foreach (var record in records)
        {
            if (record.Length > database.Options.MaxRecordBytes)
                throw new ArgumentException($"A record of {record.Length} bytes is longer than {database.Options.MaxRecordBytes}.", nameof(records));
            weight += record.Length + sizeof(int);
        }
        return await database.WriteAsync(weight, () => new AppendRecords(partition, [.. RecordBlock.Pack(records)], weight), cancellationToken);
    }

    /// <inheritdoc/>
    public ILogReader OpenReader(int partition, long offset) => new DuckDbLogReader(database, partition, offset);

    /// <inheritdoc/>
    public async Task<long> FindOffsetAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await LogQueries.FindOffsetAsync(database, partition, time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LogCommit?> GetCommitAsync(int partition, CancellationToken cancellationToken = default) =>
        FromMemory(() => database.Log[partition].Commit, cancellationToken);

    /// <inheritdoc/>
    public async Task CommitAsync(int partition, LogCommit commit, CancellationToken cancellationToken = default)
    {
        database.Log.Checked(partition);
        await database.WriteAsync(CommitOffset.Bytes, () => new CommitOffset(partition, commit), cancellationToken);
    }

    private static Task<T> FromMemory<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(answer());
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or StoreUnavailableException)
        {
            return Task.FromException<T>(exception);
        }
    }
}
