using System.Globalization;

namespace OrleansLambda.Conformance;

public abstract partial class EventLogConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task Reader_ReturnsNoMoreThanAskedFor_AndSomethingWhileThereIs(int maxRecords)
    {
        await Port.AppendAsync(0, EventLogExtensions.Numbered("r", 20));

        var records = await Port.ReadAllAsync(0, maxRecords: maxRecords);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"r:{i}"), records.Select(record => record.Text()));
    }

    [Fact]
    public async Task Reader_RefusesToReadFewerThanOne()
    {
        await Port.AppendAsync(0, "a");
        await using var reader = Port.OpenReader(0, 0);

        await Refusal.OfLimitsBelowOneAsync(async limit => await reader.ReadAsync(limit));

        Assert.Equal("a", Assert.Single((await reader.ReadAsync(1)).Records).Text());
    }

    [Fact]
    public async Task Reader_StartsAtItsOffset()
    {
        await Port.AppendAsync(0, "a", "b", "c", "d");
        var records = await Port.ReadAllAsync(0);

        for (var i = 0; i < records.Count; i++)
            Assert.Equal(records.Skip(i).Select(record => record.Text()), await Port.ReadTextsAsync(0, records[i].Offset));
    }

    [Fact]
    public async Task Reader_IsEmptyAtTheEnd_AndGoesOnWhenRecordsCome()
    {
        await Port.AppendAsync(0, "a");
        var end = (await Port.GetRangeAsync(0)).End;
        await using var reader = Port.OpenReader(0, end);

        var empty = await reader.ReadAsync(10);
        var emptyAgain = await reader.ReadAsync(10);
        await Port.AppendAsync(0, "b");
        var batch = await reader.ReadAsync(10);

        Assert.Empty(empty.Records);
        Assert.Empty(emptyAgain.Records);
        Assert.Equal(end, empty.NextOffset);
        var record = Assert.Single(batch.Records);
        Assert.Equal("b", record.Text());
        Assert.Equal(record.Offset + 1, batch.NextOffset);
    }

    [Fact]
    public async Task Readers_DoNotDisturbEachOther_OnOnePartition()
    {
        await Port.AppendAsync(0, EventLogExtensions.Numbered("r", 12));
        await using var slow = Port.OpenReader(0, 0);
        await using var fast = Port.OpenReader(0, 0);
        var (fromSlow, fromFast) = (new List<string>(), new List<string>());

        while (fromSlow.Count < 12)
        {
            fromSlow.AddRange((await slow.ReadAsync(1)).Records.Select(record => record.Text()));
            fromFast.AddRange((await fast.ReadAsync(5)).Records.Select(record => record.Text()));
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"r:{i}"), fromSlow);
        Assert.Equal(fromSlow, fromFast);
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Readers_SeeEveryRecordInOrder_WhileOthersAppend()
    {
        const int Appends = 150, Batch = 4;
        var expected = Enumerable.Range(0, Appends).SelectMany(i => Enumerable.Range(0, Batch).Select(j => $"{i}:{j}")).ToArray();
        var appending = Task.Run(async () =>
        {
            for (var i = 0; i < Appends; i++)
                await Port.AppendAsync(0, EventLogExtensions.Numbered(i.ToString(CultureInfo.InvariantCulture), Batch));
        });

        var seen = await Crowd.RunAsync(3, number => Task.Run(async () =>
        {
            var texts = new List<string>();
            await using var reader = Port.OpenReader(0, 0);
            while (texts.Count < expected.Length)
            {
                var batch = await reader.ReadAsync(10 + number);
                texts.AddRange(batch.Records.Select(record => record.Text()));
                if (batch.Records.Count == 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
            return texts;
        }));

        await appending;
        Assert.All(seen, texts => Assert.Equal(expected, texts));
    }

    [Fact]
    public async Task Memory_StaysValid_UntilTheReadersNextCall()
    {
        await Port.AppendAsync(0, EventLogExtensions.Numbered("first", 50));
        await using var reader = Port.OpenReader(0, 0);
        await using var other = Port.OpenReader(0, 0);

        var held = (await reader.ReadAsync(50)).Records;
        await Port.AppendAsync(0, EventLogExtensions.Numbered("later", 500));
        while ((await other.ReadAsync(50)).Records.Count > 0)
        {
        }

        Assert.Equal(Enumerable.Range(0, held.Count).Select(i => $"first:{i}"), held.Select(record => record.Text()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(2)]
    [InlineData(1_000_000)]
    public async Task Reader_IsOutOfRange_WhereThePartitionIsNot(long offset)
    {
        await Port.AppendAsync(0, "a");
        var range = await Port.GetRangeAsync(0);
        Assert.SkipWhen(offset >= range.Earliest && offset <= range.End, $"In this log, offset {offset} is within [{range.Earliest}, {range.End}].");
        await using var reader = Port.OpenReader(0, offset);

        var refusal = await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () => await reader.ReadAsync(10));

        Assert.Equal((0, offset, range), (refusal.Partition, refusal.Offset, refusal.Range));
        await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () => await reader.ReadAsync(10));
    }

    [Fact]
    public async Task Reader_IsOutOfRange_OnceRetentionHasOvertakenIt()
    {
        await Port.AppendAsync(0, "a", "b", "c", "d");
        var records = await Port.ReadAllAsync(0);
        var end = (await Port.GetRangeAsync(0)).End;
        await using var overtaken = Port.OpenReader(0, 0);
        await overtaken.ReadAsync(1);
        Assert.SkipUnless(await TryTrimAsync(0, records[2].Offset), CannotBeDone);

        var refusal = await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () =>
        {
            while ((await overtaken.ReadAsync(1)).Records.Count > 0)
            {
            }
        });

        Assert.Equal(new LogRange(records[2].Offset, end), refusal.Range);
        Assert.Equal(refusal.Range, await Port.GetRangeAsync(0));
        Assert.Equal(["c", "d"], await Port.ReadTextsAsync(0, records[2].Offset));
        await ReopenAsync();
        Assert.Equal(refusal.Range, await Port.GetRangeAsync(0));
    }

    [Fact]
    public async Task Offsets_GoOnRising_WhenEverythingWasTrimmed()
    {
        var last = await Port.AppendAsync(0, "a", "b");
        var end = (await Port.GetRangeAsync(0)).End;
        Assert.SkipUnless(await TryTrimAsync(0, end), CannotBeDone);
        Assert.Equal(new LogRange(end, end), await Port.GetRangeAsync(0));

        await ReopenAsync();

        Assert.True(await Port.AppendAsync(0, "c") > last, "An offset was given twice.");
        Assert.Equal(["c"], await Port.ReadTextsAsync(0, end));
    }

    [Fact]
    public async Task Reader_GoesOnPastOffsets_ThatHoldNoRecord()
    {
        await Port.AppendAsync(0, "a");
        Assert.SkipUnless(await TrySkipOffsetsAsync(0, 3), CannotBeDone);
        await Port.AppendAsync(0, "b");
        await TrySkipOffsetsAsync(0, 3);

        var records = await Port.ReadAllAsync(0);

        Assert.Equal(["a", "b"], records.Select(record => record.Text()));
        Assert.True(records[1].Offset >= records[0].Offset + 4, "No offsets were skipped.");
        Assert.Equal(["b"], await Port.ReadTextsAsync(0, records[0].Offset + 1));
        Assert.Equal(["b"], await Port.ReadTextsAsync(0, records[0].Offset + 2));
        await using var reader = Port.OpenReader(0, records[1].Offset + 1);
        var batch = await reader.ReadAsync(10);
        Assert.Empty(batch.Records);
        Assert.Equal((await Port.GetRangeAsync(0)).End, batch.NextOffset);
    }

    [Fact]
    public async Task Reader_StandsWhereItStood_WhenAReadWasCancelled()
    {
        await Port.AppendAsync(0, "a", "b");
        await using var reader = Port.OpenReader(0, 0);
        await reader.ReadAsync(1);

        await Refusal.OfCancelledAsync(async token => await reader.ReadAsync(1, token));

        Assert.Equal("b", Assert.Single((await reader.ReadAsync(1)).Records).Text());
    }
}
