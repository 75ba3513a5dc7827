using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// A log whose commits are kept where the windows are. A commit says what is durable in a store: one that is new, or was
/// brought back to an earlier day, must not take for counted what another has. The log gets a copy of the commits, for those
/// who look there for how far its reader is behind; nothing waits for that.
/// </summary>
public sealed partial class CommitsInStore(IEventLog log, ICheckpointStore store) : IEventLog
{
    private const string Prefix = "commits/";

    private readonly ConcurrentDictionary<int, long> _versions = new();
    private readonly ConcurrentDictionary<int, LogCommit> _uncopied = new();
    private readonly ConcurrentDictionary<int, Task> _copies = new();

    /// <inheritdoc/>
    public Task<LogDescription> DescribeAsync(CancellationToken cancellationToken = default) => log.DescribeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<LogRange> GetRangeAsync(int partition, CancellationToken cancellationToken = default) => log.GetRangeAsync(partition, cancellationToken);

    /// <inheritdoc/>
    public Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default) =>
        log.AppendAsync(partition, records, cancellationToken);

    /// <inheritdoc/>
    public ILogReader OpenReader(int partition, long offset) => log.OpenReader(partition, offset);

    /// <inheritdoc/>
    public Task<long> FindOffsetAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        log.FindOffsetAsync(partition, time, cancellationToken);

    /// <inheritdoc/>
    public async Task<LogCommit?> GetCommitAsync(int partition, CancellationToken cancellationToken = default)
    {
        await CheckAsync(partition, cancellationToken);
        return (await ReadAsync(partition, cancellationToken)) is { } checkpoint
            ? JsonSerializer.Deserialize(checkpoint.Document, CommitJson.Default.LogCommit)
            : null;
    }

    /// <inheritdoc/>
    public async Task CommitAsync(int partition, LogCommit commit, CancellationToken cancellationToken = default)
    {
        await CheckAsync(partition, cancellationToken);
        var document = JsonSerializer.Serialize(commit, CommitJson.Default.LogCommit);
        if (!_versions.ContainsKey(partition))
            await ReadAsync(partition, cancellationToken);
        // Another silo may have had the partition meanwhile; of two that commit at once, either will do.
        while (!await store.TryWriteAsync(new Checkpoint(Key(partition), document, _versions[partition] + 1), cancellationToken))
            await ReadAsync(partition, cancellationToken);
        _versions[partition]++;
        _uncopied[partition] = commit;
        if (_copies.GetValueOrDefault(partition, Task.CompletedTask).IsCompleted)
            _copies[partition] = CopyAsync(partition);
    }

    // Those that came while one was on its way are made up for by the last of them.
    private async Task CopyAsync(int partition)
    {
        while (_uncopied.TryRemove(partition, out var commit))
        {
            try
            {
                await log.CommitAsync(partition, commit);
            }
            catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException or ObjectDisposedException)
            {
                // Whoever follows the copy sees it stand still until the next one, which comes within the hour.
                return;
            }
        }
    }

    private static string Key(int partition) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{partition}");

    private async Task CheckAsync(int partition, CancellationToken cancellationToken)
    {
        var partitions = (await log.DescribeAsync(cancellationToken)).Partitions;
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitions);
    }

    private async Task<Checkpoint?> ReadAsync(int partition, CancellationToken cancellationToken)
    {
        var checkpoint = await store.ReadAsync(Key(partition), cancellationToken);
        _versions[partition] = checkpoint?.Version ?? 0;
        return checkpoint;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(LogCommit))]
    private sealed partial class CommitJson : JsonSerializerContext;
}
