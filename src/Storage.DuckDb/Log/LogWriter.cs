using DuckDB.NET.Data;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>Writes the log: records, commits, and what retention removes.</summary>
internal sealed class LogWriter(DuckDBConnection connection, LogState log, TimeProvider time) : ITableWriter
{
    private readonly Dictionary<int, Pending> _pending = [];
    private TableAppender? _appender;
    private bool _appended;

    /// <summary>Appends blocks to a partition.</summary>
    /// <returns>The last record's offset.</returns>
    public long Append(int partition, IReadOnlyList<RecordBlock> blocks)
    {
        var pending = PendingOf(partition);
        var appender = _appender ??= new TableAppender(connection, Schema.Log);
        _appended = true;
        var (state, now) = (pending.State, DuckDbTime.ToInstant(DuckDbTime.Floor(time.GetUtcNow())));
        // The clock may be set back; append times never fall.
        var appendedAt = now > state.LastAppendedAt ? now : state.LastAppendedAt;
        var (offset, position, microseconds) = (state.Range.End, state.NextPosition, DuckDbTime.Floor(appendedAt));
        foreach (var block in blocks)
        {
            block.Place(offset, appendedAt, position);
            for (var i = 0; i < block.Count; i++)
            {
                var record = block[i].Span;
                appender.Set(0, partition);
                appender.Set(1, offset++);
                appender.Set(2, microseconds);
                appender.Set(3, position);
                appender.Set(4, record);
                appender.EndRow();
                position += record.Length;
            }
        }
        pending.Blocks.AddRange(blocks);
        pending.State = state with { Range = state.Range with { End = offset }, NextPosition = position, LastAppendedAt = appendedAt };
        return offset - 1;
    }

    /// <summary>Remembers a commit.</summary>
    public void Commit(int partition, LogCommit commit)
    {
        var pending = PendingOf(partition);
        (pending.State, pending.HasCommit) = (pending.State with { Commit = commit }, true);
    }

    /// <summary>Removes the records below <paramref name="earliest"/>, or as far as there are any.</summary>
    public void Trim(int partition, long earliest)
    {
        var pending = PendingOf(partition);
        var range = pending.State.Range;
        earliest = Math.Min(earliest, range.End);
        if (earliest <= range.Earliest)
            return;
        pending.State = pending.State with { Range = range with { Earliest = earliest } };
        pending.IsTrimmed = true;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_appended)
            _appender!.Flush();
        _appended = false;
        foreach (var (partition, pending) in _pending)
        {
            if (pending.HasCommit)
                WriteCommit(partition, pending.State.Commit!);
            if (pending.IsTrimmed)
                WriteTrim(partition, pending.State);
        }
    }

    /// <inheritdoc/>
    public void Publish()
    {
        foreach (var (partition, pending) in _pending)
        {
            // Readers learn of the new end only when the records before it can be read.
            log.Tail.Add(partition, pending.Blocks);
            log.Publish(partition, pending.State);
        }
        _pending.Clear();
    }

    /// <inheritdoc/>
    public void Discard()
    {
        _pending.Clear();
        _appended = false;
        _appender?.Dispose();
        _appender = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _appender?.Dispose();

    private Pending PendingOf(int partition)
    {
        if (!_pending.TryGetValue(partition, out var pending))
            _pending[partition] = pending = new Pending(log[partition]);
        return pending;
    }

    // An update in place: these rows change a few times a second and must not leave a trail.
    private void WriteCommit(int partition, LogCommit commit)
    {
        var table = new Sql.Fragment(Schema.Commits);
        var at = commit.AppendedAt is { } time ? new Sql.Timestamp(DuckDbTime.Floor(time)) : (Sql.Timestamp?)null;
        var changed = QueryResult.Execute(
            connection,
            $"UPDATE {table} SET topic_id = {commit.TopicId}, off = {commit.Offset}, counted = {commit.Counted}, dead_lettered = {commit.DeadLettered}, appended_at = {at}, missed = {commit.Missed} WHERE part = {partition}");
        if (changed == 0)
            QueryResult.Execute(
                connection,
                $"INSERT INTO {table} VALUES ({partition}, {commit.TopicId}, {commit.Offset}, {commit.Counted}, {commit.DeadLettered}, {at}, {commit.Missed})");
    }

    private void WriteTrim(int partition, PartitionState state)
    {
        var (records, trims) = (new Sql.Fragment(Schema.Log), new Sql.Fragment(Schema.Partitions));
        var (earliest, at) = (state.Range.Earliest, new Sql.Timestamp(DuckDbTime.Floor(state.LastAppendedAt)));
        QueryResult.Execute(connection, $"DELETE FROM {records} WHERE part = {partition} AND off < {earliest}");
        if (QueryResult.Execute(connection, $"UPDATE {trims} SET earliest = {earliest}, position = {state.NextPosition}, appended_at = {at} WHERE part = {partition}") == 0)
            QueryResult.Execute(connection, $"INSERT INTO {trims} VALUES ({partition}, {earliest}, {state.NextPosition}, {at})");
    }

    private sealed class Pending(PartitionState state)
    {
        public PartitionState State { get; set; } = state;

        public List<RecordBlock> Blocks { get; } = [];

        public bool HasCommit { get; set; }

        public bool IsTrimmed { get; set; }
    }
}
