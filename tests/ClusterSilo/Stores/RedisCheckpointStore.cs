using System.Text;

namespace OrleansLambda.ClusterSilo.Stores;

/// <summary>Checkpoints in Redis: documents and versions by key, and the keys in the order of their bytes.</summary>
public sealed class RedisCheckpointStore(RedisDatabase database) : ICheckpointStore
{
    // Versions are compared as text: a script's numbers are floating.
    private const string CompareAndSet =
        """
        if (redis.call('HGET', KEYS[2], ARGV[1]) or '0') ~= ARGV[2] then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
        redis.call('ZADD', KEYS[3], 0, ARGV[1])
        return 1
        """;

    private const string Remove =
        """
        redis.call('HDEL', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], ARGV[1])
        redis.call('ZREM', KEYS[3], ARGV[1])
        """;

    private const string ReadBoth = "return { redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1]) }";

    // No UTF-8 holds this byte, so it stands behind everything that starts alike.
    private const byte Last = 0xFF;

    private readonly RedisKey[] _keys = [database.Key("checkpoints"), database.Key("checkpoints:versions"), database.Key("checkpoints:order")];

    /// <inheritdoc/>
    public async Task<Checkpoint?> ReadAsync(string key, CancellationToken cancellationToken = default)
    {
        var both = (RedisValue[])(await database.ReadAsync(db => db.ScriptEvaluateAsync(ReadBoth, _keys, [Bytes(key)]), cancellationToken))!;
        return both[0].IsNull ? null : new Checkpoint(key, both[0]!, (long)both[1]);
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (checkpoint.Key.Length is 0 or > ICheckpointStore.MaxKeyLength)
            throw new ArgumentException($"A key has 1 to {ICheckpointStore.MaxKeyLength} characters, not {checkpoint.Key.Length}.", nameof(checkpoint));
        if (checkpoint.Document.Length > ICheckpointStore.MaxDocumentLength)
            throw new ArgumentException($"A document has at most {ICheckpointStore.MaxDocumentLength} characters, not {checkpoint.Document.Length}.", nameof(checkpoint));
        if (checkpoint.Version < 1)
            return false;
        return (bool)await database.WriteAsync(
            CompareAndSet, _keys, [Bytes(checkpoint.Key), checkpoint.Version - 1, checkpoint.Version, checkpoint.Document], cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) => database.WriteAsync(Remove, _keys, [Bytes(key)], cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Checkpoint>> ListAsync(string prefix, string? before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        byte[] end = [.. Bytes(prefix), Last];
        if (before is not null && Bytes(before).AsSpan().SequenceCompareTo(end) < 0)
            end = Bytes(before);
        var keys = end.AsSpan().SequenceCompareTo(Bytes(prefix)) <= 0 ? [] : await database.ReadAsync(
            db => db.SortedSetRangeByValueAsync(_keys[2], Bytes(prefix), end, Exclude.Stop, Order.Descending, 0, limit),
            cancellationToken);
        var documents = await Task.WhenAll(keys.Select(key => ReadAsync(key!, cancellationToken)));
        return [.. documents.OfType<Checkpoint>()]; // One may have been removed since.
    }

    private static byte[] Bytes(string key) => Encoding.UTF8.GetBytes(key);
}
