namespace OrleansLambda.Streaming.Abstractions;

/// <summary>Reads one partition from an offset on. Calls do not overlap.</summary>
public interface ILogReader : IAsyncDisposable
{
    /// <summary>
    /// The next records, at most <paramref name="maxRecords"/> of them and possibly fewer than there are; none when the
    /// reader has reached the end. Never waits for records that are still to come.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRecords"/> is below 1.</exception>
    /// <exception cref="OffsetOutOfRangeException">The log no longer has, or never had, the offset to read next.</exception>
    /// <exception cref="StoreUnavailableException">The log cannot be read now; the next call starts at the same record.</exception>
    ValueTask<LogBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken = default);
}
