using OrleansLambda.Storage.DuckDb.Log;

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class RetentionTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 180_000)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public async Task Log_ForgetsWhatIsOldAndCommitted_AndNothingElse(long committed, long earliest)
    {
        await using var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        await log.AppendAsync(0, [new byte[] { 0 }, new byte[] { 1 }, new byte[] { 2 }]);
        await log.AppendAsync(1, [new byte[] { 0 }]);
        _folder.Clock.Advance(_folder.Options.LogRetention - TimeSpan.FromMinutes(30));
        await log.AppendAsync(0, [new byte[] { 3 }, new byte[] { 4 }]);
        await log.CommitAsync(0, new LogCommit((await log.DescribeAsync()).TopicId, committed, committed, 0, null));

        _folder.Clock.Advance(_folder.Options.TrimInterval);

        while ((await log.GetRangeAsync(0)).Earliest == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(new LogRange(earliest, 5), await log.GetRangeAsync(0));
        Assert.Equal(new LogRange(0, 1), await log.GetRangeAsync(1));
        await using var reader = log.OpenReader(0, 0);
        await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () => await reader.ReadAsync(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Reader_GetsEveryRecord_WhetherItReadsFromMemoryOrFromTheFile(int tailMegabytes)
    {
        _folder.Options.TailMegabytes = tailMegabytes;
        await using var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        var records = Enumerable.Range(0, 30).Select(i => new ReadOnlyMemory<byte>([.. Enumerable.Repeat((byte)i, 300_000)])).ToArray();
        foreach (var three in records.Chunk(3))
            await log.AppendAsync(0, three);

        await using var reader = log.OpenReader(0, 0);
        var (read, largest) = (new List<LogRecord>(), 0L);
        while (await reader.ReadAsync(int.MaxValue) is { Records.Count: > 0 } batch)
        {
            read.AddRange(batch.Records.Select(static record => record with { Value = record.Value.ToArray() }));
            largest = Math.Max(largest, batch.Records.Sum(record => (long)record.Value.Length));
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(i => ((long)i, (byte)i, 300_000)), read.Select(record => (record.Offset, record.Value.Span[0], record.Value.Length)));
        Assert.InRange(largest, 1, 5_000_000);
    }

    [Fact]
    public void Tail_ForgetsTheOldest_OfWhicheverPartition()
    {
        var tail = new LogTail(1_000);
        tail.Reset(2);
        for (var i = 0; i < 6; i++)
        {
            var blocks = RecordBlock.Pack([new byte[100], new byte[100]]).ToArray();
            blocks[0].Place(i / 2 * 2, DateTimeOffset.UnixEpoch, i / 2 * 200);
            tail.Add(i % 2, blocks);
        }

        Assert.Null(Read(0, 1, 10));
        Assert.Null(Read(1, 1, 10));
        Assert.Null(Read(0, 3, 10));
        Assert.Equal([3L, 4, 5], Read(1, 3, 10)!);
        Assert.Equal([4L], Read(0, 4, 1)!);
        Assert.Null(Read(0, 6, 10));

        long[]? Read(int partition, long offset, int maxRecords)
        {
            using var records = new RecordBuffer();
            return tail.TryRead(partition, offset, maxRecords, records) ? [.. records.Records.Select(record => record.Offset)] : null;
        }
    }

    [Fact]
    public void Buffer_KeepsEveryRecord_WhileItGrows()
    {
        using var buffer = new RecordBuffer();
        for (var round = 0; round < 2; round++)
        {
            buffer.Clear();
            for (var i = 0; i < 300; i++)
                buffer.AddCopy(i, DateTimeOffset.UnixEpoch, Enumerable.Repeat((byte)(i + round), i * 7 % 1_500).ToArray());
            Assert.Equal(300, buffer.Count);
            for (var i = 0; i < 300; i++)
            {
                Assert.Equal(i * 7 % 1_500, buffer.Records[i].Value.Length);
                Assert.True(buffer.Records[i].Value.Span.IndexOfAnyExcept((byte)(i + round)) < 0);
            }
        }
    }
}
