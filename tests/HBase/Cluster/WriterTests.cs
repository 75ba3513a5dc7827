using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

public sealed class WriterTests(HBaseFixture hbase)
{
    [Fact]
    public async Task Writer_MakesEveryChange_WithinItsBound()
    {
        var table = await hbase.TableAsync("3", "6");
        var options = new HBaseWriterOptions { BufferBytes = 100_000, BatchBytes = 10_000, Durability = Durability.AsyncWal };
        long most = 0;
        await using (var writer = table.CreateWriter(options))
        {
            for (var i = 0; i < 20_000; i++)
            {
                await writer.WriteAsync(Put($"{i % 10}-{i:D5}", $"{i}"));
                most = Math.Max(most, writer.PendingBytes);
            }
            await writer.FlushAsync();
            Assert.Equal(0, writer.PendingBytes);
            await writer.WriteAsync(new Delete("0-00000".Utf8()));
        }
        Assert.InRange(most, 10_000, 100_000);
        var rows = 0;
        await foreach (var row in table.ScanAsync(new Scan()))
        {
            Assert.Equal(row.Key.Utf8()[2..], row.Value()!.PadLeft(5, '0'));
            rows++;
        }
        Assert.Equal(19_999, rows);
    }

    [Fact]
    public async Task Linger_SendsWhatNobodyFlushes()
    {
        var table = await hbase.TableAsync();
        await using var writer = table.CreateWriter();
        await writer.WriteAsync(Put("r", "v"));
        var start = TimeProvider.System.GetTimestamp();
        while (writer.PendingBytes > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(120), "The change was not sent within 120 seconds.");
            await Task.Delay(10);
        }
        Assert.Equal("v", (await table.GetAsync("r".Utf8())).Value());
    }

    [Fact]
    public async Task Failures_AreTold_AndDoNotTouchOthers()
    {
        var table = await hbase.TableAsync();
        await using var writer = table.CreateWriter();
        await writer.WriteAsync(Put("good", "1"));
        await writer.WriteAsync(new Put("bad".Utf8()).Add("none".Utf8(), Q, Q));
        await writer.WriteAsync(Put("also good", "2"));
        var e = await Assert.ThrowsAsync<HBaseWriteException>(() => writer.FlushAsync());
        Assert.Equal(1, e.Count);
        Assert.Equal("bad", e.Failures[0].Mutation.Row.Utf8());
        Assert.IsType<HBaseNoSuchFamilyException>(e.Failures[0].Failure);
        await writer.FlushAsync();
        Assert.Equal("1", (await table.GetAsync("good".Utf8())).Value());
        Assert.Equal("2", (await table.GetAsync("also good".Utf8())).Value());
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(new Increment("r".Utf8()).Add(F, Q, 1)).AsTask());
    }
}
