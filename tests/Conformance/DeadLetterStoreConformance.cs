using System.Text;

namespace OrleansLambda.Conformance;

/// <summary>The suite of <see cref="IDeadLetterStore"/>.</summary>
public abstract class DeadLetterStoreConformance : PortConformance<IDeadLetterStore>
{
    private static readonly DateTimeOffset AppendedAt = new DateTimeOffset(2024, 1, 15, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(7);

    // In the order of topic ids (by UTF-8 bytes), partitions and offsets.
    private static readonly DeadLetterKey[] Ordered =
    [
        new("", 0, 0), new("A", 2, 9), new("A", 2, 10), new("A", 10, 1), new("B", 0, long.MaxValue), new("B", int.MaxValue, 0),
        new("a", 0, 5), new("a/b", 0, 5), new("a/b'\"\\%_", 0, 5), new("é", 0, 0), new("\uFF21", 0, 0), new("😀", 0, 0),
    ];

    [Fact]
    public async Task Store_IsEmpty_AtFirst()
    {
        Assert.Equal(0, await Port.CountAsync());
        Assert.Empty(await Port.PageAsync(null, 10));
    }

    [Fact]
    public async Task Letter_KeepsEveryField_AfterReopening()
    {
        var letters = Ordered.Select((key, i) => new DeadLetter(
            key,
            i == 0 ? "" : $"Reason {i}: 'not' \"JSON\" at ü€😀 \\ \n.",
            AppendedAt.AddMicroseconds(i - 5),
            Encoding.UTF8.GetBytes($"value {i}"),
            i == 1 ? int.MaxValue : i + 100)).ToArray();
        await Port.StoreAsync(letters);

        await ReopenAsync();

        AssertSame(letters, await Port.PageAsync(null, 100));
        Assert.Equal(letters.Length, await Port.CountAsync());
    }

    [Fact]
    public async Task Value_KeepsEveryByte()
    {
        byte[][] values =
        [
            [], [0], [0, 0, 65, 0], [0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80], [.. Enumerable.Range(0, 256).Select(i => (byte)i)],
            "{\"tpep_pickup_datetime\":\"\\u0000'; DROP TABLE x; --\"}"u8.ToArray(), RandomBytes(DeadLetter.MaxValueBytes),
        ];
        var letters = values.Select((value, i) => Letter(i) with { Value = value, Length = value.Length + 1 }).ToArray();

        await Port.StoreAsync(letters);

        AssertSame(letters, await Port.PageAsync(null, 100));
    }

    [Fact]
    public async Task Letters_AreRefusedWhole_WhenOneQuotesTooMuch()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            Port.StoreAsync([Letter(0), Letter(1) with { Value = RandomBytes(DeadLetter.MaxValueBytes + 1) }, Letter(2)]));

        Assert.Equal(0, await Port.CountAsync());
    }

    [Fact]
    public async Task Memory_MayBeUsedAgain_AfterTheCall()
    {
        byte[] buffer = [1, 2, 3];
        List<DeadLetter> letters = [Letter(0) with { Value = buffer }];

        await Port.StoreAsync(letters);
        Array.Clear(buffer);
        letters.Clear();

        Assert.Equal([1, 2, 3], Assert.Single(await Port.PageAsync(null, 10)).Value.ToArray());
    }

    [Fact]
    public async Task Store_ChangesNothing_WhenALetterIsThereAlready()
    {
        await Port.StoreAsync([Letter(0), Letter(1)]);

        await Port.StoreAsync([Letter(1) with { Reason = "another" }, Letter(2), Letter(2) with { Reason = "another" }]);
        await ReopenAsync();
        await Port.StoreAsync([Letter(0) with { Reason = "another", Value = RandomBytes(5) }]);

        AssertSame([Letter(0), Letter(1), Letter(2)], await Port.PageAsync(null, 10));
        Assert.Equal(3, await Port.CountAsync());
    }

    [Fact]
    public async Task Store_ChangesNothing_WithoutLetters()
    {
        await Port.StoreAsync([]);

        Assert.Equal(0, await Port.CountAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Pages_GoThroughAllLettersInOrder_AcrossTopicsAndPartitions(int limit)
    {
        await Port.StoreAsync([.. Ordered.Reverse().Select(key => Letter(0) with { Key = key })]);

        var seen = new List<DeadLetterKey>();
        while (true)
        {
            var page = await Port.PageAsync(seen.Count == 0 ? null : seen[^1], limit);
            Assert.True(page.Count <= limit, $"{page.Count} letters came where {limit} were allowed.");
            if (page.Count == 0)
                break;
            seen.AddRange(page.Select(letter => letter.Key));
        }

        Assert.Equal(Ordered, seen);
    }

    [Fact]
    public async Task Page_StartsAfterAKey_ThatNeedNotBeThere()
    {
        await Port.StoreAsync([.. Ordered.Select(key => Letter(0) with { Key = key })]);
        async Task<DeadLetterKey> After(DeadLetterKey key) => (await Port.PageAsync(key, 1)).Single().Key;

        Assert.Equal(new DeadLetterKey("A", 2, 9), await After(new("A", 2, 8)));
        Assert.Equal(new DeadLetterKey("A", 10, 1), await After(new("A", 2, 11)));
        Assert.Equal(new DeadLetterKey("A", 10, 1), await After(new("A", 3, long.MaxValue)));
        Assert.Equal(new DeadLetterKey("B", 0, long.MaxValue), await After(new("A", int.MaxValue, long.MaxValue)));
        Assert.Equal(new DeadLetterKey("a", 0, 5), await After(new("Z", 7, 7)));
        Assert.Empty(await Port.PageAsync(new("😀", 0, 0), 10));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Letters_AreEachThereOnce_WhenManyStoreTheSameAtOnce()
    {
        const int Letters = 500;

        await Crowd.RunAsync(8, i => Task.Run(async () =>
        {
            for (var start = 0; start < Letters; start += 50)
                await Port.StoreAsync([.. Enumerable.Range(0, 60).Select(j => Letter((start + (i * 50) + j) % Letters))]);
        }));

        AssertSame([.. Enumerable.Range(0, Letters).Select(Letter)], await Port.PageAsync(null, 1_000));
        Assert.Equal(Letters, await Port.CountAsync());
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Store_TakesTenThousandLetters_AtOnce()
    {
        await Port.StoreAsync([.. Enumerable.Range(0, 10_000).Select(Letter)]);

        Assert.Equal(10_000, await Port.CountAsync());
        AssertSame([.. Enumerable.Range(9_990, 10).Select(Letter)], await Port.PageAsync(Letter(9_989).Key, 100));
    }

    [Fact]
    public async Task Call_DoesNothing_WhenItIsCancelledAlready()
    {
        await Refusal.OfCancelledAsync(token => Port.StoreAsync([Letter(0)], token));
        await Refusal.OfCancelledAsync(token => Port.PageAsync(null, 1, token));
        await Refusal.OfCancelledAsync(Port.CountAsync);

        Assert.Equal(0, await Port.CountAsync());
    }

    [Fact]
    public Task Limit_IsRefused_BelowOne() => Refusal.OfLimitsBelowOneAsync(limit => Port.PageAsync(null, limit));

    private static DeadLetter Letter(int offset) => new(new("topic", 0, offset), $"Reason {offset}.", AppendedAt, new byte[] { 1, (byte)offset }, 2);

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    // The memory of a value is equal by place, not by content.
    private static void AssertSame(IReadOnlyList<DeadLetter> expected, IReadOnlyList<DeadLetter> actual)
    {
        static DeadLetter Plain(DeadLetter letter) => letter with { Value = default };
        Assert.Equal(expected.Select(Plain), actual.Select(Plain));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
    }
}
