using System.Globalization;

namespace OrleansLambda.Conformance;

public abstract partial class EventLogConformance
{
    [Fact]
    public async Task Records_ComeInTheOrderOfTheirAppends_WithinEachPartition()
    {
        await Port.AppendAsync(0, "a", "b");
        await Port.AppendAsync(1, "x");
        await Port.AppendAsync(0, "c");
        await Port.AppendAsync(1, "y", "z");

        Assert.Equal(["a", "b", "c"], await Port.ReadTextsAsync(0));
        Assert.Equal(["x", "y", "z"], await Port.ReadTextsAsync(1));
    }

    [Fact]
    public async Task Append_ReturnsTheOffsetOfItsLastRecord()
    {
        var first = await Port.AppendAsync(0, "a", "b", "c");
        var second = await Port.AppendAsync(0, "d");

        var records = await Port.ReadAllAsync(0);
        Assert.Equal(first, records[2].Offset);
        Assert.Equal(second, records[3].Offset);
        Assert.True((await Port.GetRangeAsync(0)).End > second, "The end lies past the last record.");
    }

    [Fact]
    public async Task Records_AreTheSame_AfterReopening()
    {
        await Port.AppendAsync(0, "a", "b");
        await Port.AppendAsync(1, "x");
        var (before, range) = (await Port.ReadAllAsync(0), await Port.GetRangeAsync(0));

        await ReopenAsync();

        var after = await Port.ReadAllAsync(0);
        Assert.Equal(before.Select(record => (record.Offset, record.AppendedAt, record.Text())), after.Select(record => (record.Offset, record.AppendedAt, record.Text())));
        Assert.Equal(range, await Port.GetRangeAsync(0));
        Assert.Equal(["x"], await Port.ReadTextsAsync(1));
    }

    [Fact]
    public async Task Offsets_GoOnRising_AfterReopening()
    {
        var before = await Port.AppendAsync(0, "a");

        await ReopenAsync();

        Assert.True(await Port.AppendAsync(0, "b") > before, "An offset was given twice.");
        Assert.Equal(["a", "b"], await Port.ReadTextsAsync(0));
    }

    [Fact]
    public async Task AppendTimes_AreUtcMicroseconds_AndNeverFall()
    {
        for (var i = 0; i < 5; i++)
        {
            await Port.AppendAsync(0, "a", "b");
            await LetTimePassAsync();
        }

        var times = (await Port.ReadAllAsync(0)).ConvertAll(record => record.AppendedAt);
        Assert.All(times, time => Assert.Equal(TimeSpan.Zero, time.Offset));
        Assert.All(times, time => Assert.Equal(0, time.Ticks % TimeSpan.TicksPerMicrosecond));
        Assert.Equal(times.Order(), times);
        Assert.True(times[^1] > times[0], "Time did not pass between appends.");
    }

    [Fact]
    public async Task Append_IsRefusedWhole_WhenARecordIsTooLong()
    {
        var longest = (await Port.DescribeAsync()).MaxRecordBytes;
        await Port.AppendAsync(0, "before");

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.AppendAsync(0, ["good".ToRecord(), new byte[longest + 1], "good".ToRecord()]));

        await Port.AppendAsync(0, "after");
        Assert.Equal(["before", "after"], await Port.ReadTextsAsync(0));
    }

    [Fact]
    public async Task Append_IsRefused_WithoutARecord()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.AppendAsync(0, Array.Empty<ReadOnlyMemory<byte>>()));

        Assert.Empty(await Port.ReadAllAsync(0));
    }

    [Fact]
    public async Task Records_KeepEveryByte_FromNoneToTheLongest()
    {
        var longest = new byte[(await Port.DescribeAsync()).MaxRecordBytes];
        new Random(1).NextBytes(longest);
        byte[] every = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        await Port.AppendAsync(0, [ReadOnlyMemory<byte>.Empty, every]);
        await Port.AppendAsync(0, [longest]);

        var records = await Port.ReadAllAsync(0);
        Assert.Equal(3, records.Count);
        Assert.Equal(0, records[0].Value.Length);
        Assert.Equal(every, records[1].Value.ToArray());
        Assert.True(records[2].Value.Span.SequenceEqual(longest), "The longest record came back changed.");
    }

    [Fact]
    public async Task Memory_MayBeUsedAgain_AfterTheAppend()
    {
        byte[] buffer = [1, 2, 3, 4];
        List<ReadOnlyMemory<byte>> records = [buffer.AsMemory(0, 2), buffer.AsMemory(2, 2)];

        await Port.AppendAsync(0, records);
        Array.Clear(buffer);
        records.Clear();

        Assert.Equal([[1, 2], [3, 4]], (await Port.ReadAllAsync(0)).Select(record => record.Value.ToArray()));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Append_TakesFiftyThousandRecords_AtOnce()
    {
        const int Count = 50_000;

        var last = await Port.AppendAsync(0, EventLogExtensions.Numbered("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}", Count));

        var records = await Port.ReadAllAsync(0, maxRecords: 7_777);
        Assert.Equal(Count, records.Count);
        Assert.Equal(last, records[^1].Offset);
        for (var i = 0; i < Count; i++)
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{i}"), records[i].Text(), StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Records_AreEachThereOnceAndInOrder_WhenManyAppendAtOnce()
    {
        const int Appenders = 16, Appends = 40, Batch = 3;

        var offsets = await Crowd.RunAsync(Appenders, appender => Task.Run(async () =>
        {
            var last = new List<long>();
            for (var i = 0; i < Appends; i++)
                last.Add(await Port.AppendAsync(appender % 2, EventLogExtensions.Numbered($"{appender}:{i}", Batch)));
            return last;
        }));

        for (var partition = 0; partition < 2; partition++)
        {
            var records = await Port.ReadAllAsync(partition);
            Assert.Equal(Appenders / 2 * Appends * Batch, records.Count);
            for (var appender = partition; appender < Appenders; appender += 2)
            {
                var own = records.Where(record => record.Text().StartsWith($"{appender}:", StringComparison.Ordinal)).ToArray();
                var expected = Enumerable.Range(0, Appends).SelectMany(i => Enumerable.Range(0, Batch).Select(j => $"{appender}:{i}:{j}"));
                Assert.Equal(expected, own.Select(record => record.Text()));
                Assert.Equal(offsets[appender], own.Where((_, index) => index % Batch == Batch - 1).Select(record => record.Offset));
            }
        }
    }
}
