using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansLambda.ClusterSilo.Stores;

/// <summary>Dead letters in Redis: letters by their key, and the keys in the order of their bytes.</summary>
public sealed class RedisDeadLetterStore(RedisDatabase database) : IDeadLetterStore
{
    private const int LettersPerScript = 500;

    private const string StoreNew =
        """
        for i = 1, #ARGV, 2 do
          redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
          redis.call('ZADD', KEYS[2], 0, ARGV[i])
        end
        """;

    private readonly RedisKey _letters = database.Key("letters");
    private readonly RedisKey _order = database.Key("letters:order");

    /// <inheritdoc/>
    public async Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var letter in letters)
            if (letter.Value.Length > DeadLetter.MaxValueBytes)
                throw new ArgumentException($"Letter {letter.Key} quotes {letter.Value.Length} bytes, more than {DeadLetter.MaxValueBytes}.", nameof(letters));
        foreach (var some in letters.Chunk(LettersPerScript))
            await database.WriteAsync(StoreNew, [_letters, _order], [.. some.SelectMany(Pair)], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var members = await database.ReadAsync(
            db => db.SortedSetRangeByValueAsync(_order, after is { } key ? Member(key) : RedisValue.Null, RedisValue.Null, Exclude.Start, Order.Ascending, 0, limit),
            cancellationToken);
        if (members.Length == 0)
            return [];
        var letters = await database.ReadAsync(db => db.HashGetAsync(_letters, members), cancellationToken);
        return [.. letters.Select(static letter => JsonSerializer.Deserialize<DeadLetter>((byte[])letter!)!)];
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(db => db.SortedSetLengthAsync(_order), cancellationToken);

    private static IEnumerable<RedisValue> Pair(DeadLetter letter) => [Member(letter.Key), JsonSerializer.SerializeToUtf8Bytes(letter)];

    // Its bytes are in the order of keys: a topic ends with the least byte there is, and numbers have all their digits.
    private static byte[] Member(DeadLetterKey key) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key.TopicId}\0{key.Partition:x8}{key.Offset:x16}"));
}
