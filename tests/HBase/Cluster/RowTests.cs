using System.Buffers.Binary;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

public sealed class RowTests(HBaseFixture hbase)
{
    [Fact]
    public async Task Put_IsRead_ByGet_InEveryRegion()
    {
        var table = await hbase.TableAsync("g", "p");
        foreach (var row in new[] { "a", "g", "h", "p", "z", "\u00fc" })
            await table.PutAsync(Put(row, $"value of {row}"));
        foreach (var row in new[] { "a", "g", "h", "p", "z", "\u00fc" })
            Assert.Equal($"value of {row}", (await table.GetAsync(row.Utf8())).Value());
        Assert.Null(await table.GetAsync("missing".Utf8()));
        Assert.True(await table.ExistsAsync(new Get("a".Utf8())));
        Assert.False(await table.ExistsAsync(new Get("missing".Utf8())));
    }

    [Fact]
    public async Task Get_ReadsTheColumnsAndVersions_ThatItNames()
    {
        var table = await hbase.TableAsync();
        var row = "r".Utf8();
        for (var version = 1; version <= 3; version++)
            await table.PutAsync(new Put(row).Add(F, "a".Utf8(), version, $"a{version}".Utf8()).Add(F, "b".Utf8(), version, $"b{version}".Utf8()));
        var newest = (await table.GetAsync(new Get(row).Column(F, "b".Utf8())))!;
        Assert.Equal([("b", 3L, "b3")], newest.Select(cell => (cell.Qualifier.Utf8(), cell.Timestamp, cell.Value.Utf8())));
        var all = (await table.GetAsync(new Get(row) { MaxVersions = 3 }.Family(F)))!;
        Assert.Equal(["a3", "a2", "a1", "b3", "b2", "b1"], all.Select(cell => cell.Value.Utf8()));
        var old = (await table.GetAsync(new Get(row) { Timestamps = new TimestampRange(1, 3) }))!;
        Assert.Equal(["a2", "b2"], old.Select(cell => cell.Value.Utf8()));
        Assert.Null(await table.GetAsync(new Get(row) { Filter = Filter.ColumnValue(F, "a".Utf8(), Comparison.Equal, "other".Utf8()) }));
        Assert.NotNull(await table.GetAsync(new Get(row) { Filter = Filter.ColumnValue(F, "a".Utf8(), Comparison.Less, "a4".Utf8()) }));
    }

    [Fact]
    public async Task Delete_RemovesAColumn_AVersion_AFamily_ARow()
    {
        var table = await hbase.TableAsync();
        var row = "r".Utf8();
        for (var version = 1; version <= 3; version++)
            await table.PutAsync(new Put(row).Add(F, "a".Utf8(), version, $"a{version}".Utf8()).Add(F, "b".Utf8(), version, $"b{version}".Utf8()));
        await table.DeleteAsync(new Delete(row).Version(F, "a".Utf8(), 3).Column(F, "b".Utf8(), upTo: 2));
        Assert.Equal(["a2", "a1", "b3"], (await table.GetAsync(new Get(row) { MaxVersions = 3 }))!.Select(cell => cell.Value.Utf8()));
        await table.DeleteAsync(new Delete(row));
        Assert.Null(await table.GetAsync(row));
        await table.PutAsync(Put("s", "x"));
        await table.DeleteAsync(new Delete("s".Utf8()).Family(F));
        Assert.Null(await table.GetAsync("s".Utf8()));
    }

    [Fact]
    public async Task CheckAndMutate_DecidesByTheValue_AndByAbsence()
    {
        var table = await hbase.TableAsync();
        var row = "r".Utf8();
        Assert.True(await table.CheckAndMutateAsync(RowCondition.Absent(row, F, Q), Put("r", "1")));
        Assert.False(await table.CheckAndMutateAsync(RowCondition.Absent(row, F, Q), Put("r", "2")));
        Assert.False(await table.CheckAndMutateAsync(RowCondition.ValueEquals(row, F, Q, "0".Utf8()), Put("r", "2")));
        Assert.Equal("1", (await table.GetAsync(row)).Value());
        Assert.True(await table.CheckAndMutateAsync(RowCondition.ValueEquals(row, F, Q, "1".Utf8()), Put("r", "2")));
        Assert.Equal("2", (await table.GetAsync(row)).Value());
        Assert.True(await table.CheckAndMutateAsync(RowCondition.Present(row, F, Q), new Delete(row)));
        Assert.Null(await table.GetAsync(row));
    }

    [Fact]
    public async Task CheckAndMutate_OfManyWriters_LosesNoIncrement()
    {
        var table = await hbase.TableAsync();
        var row = "counter".Utf8();
        await table.PutAsync(Put("counter", "0"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var done = 0; done < 10;)
            {
                var old = (await table.GetAsync(row)).Value()!;
                if (await table.CheckAndMutateAsync(RowCondition.ValueEquals(row, F, Q, old.Utf8()), Put("counter", $"{int.Parse(old) + 1}")))
                    done++;
            }
        }));
        Assert.Equal("80", (await table.GetAsync(row)).Value());
    }

    [Fact]
    public async Task Increment_AndAppend_GiveTheNewValue()
    {
        var table = await hbase.TableAsync();
        await table.IncrementAsync(new Increment("r".Utf8()).Add(F, "n".Utf8(), 5));
        var row = await table.IncrementAsync(new Increment("r".Utf8()).Add(F, "n".Utf8(), -7));
        Assert.Equal(-2, BinaryPrimitives.ReadInt64BigEndian(row["f"u8, "n"u8]!.Value.Span));
        await table.AppendAsync(new Append("r".Utf8()).Add(F, Q, "a".Utf8()));
        Assert.Equal("ab", (await table.AppendAsync(new Append("r".Utf8()).Add(F, Q, "b".Utf8()))).Value());
    }

    [Fact]
    public async Task Failures_HaveATypeForTheirCause_AndSayWhere()
    {
        var table = await hbase.TableAsync();
        var e = await Assert.ThrowsAsync<HBaseNoSuchFamilyException>(() => table.PutAsync(new Put("r".Utf8()).Add("none".Utf8(), Q, Q)));
        Assert.Equal((table.Name, "r", 1), (e.Table, e.Row.Utf8(), e.Attempts));
        Assert.NotNull(e.Server);
        var client = await hbase.ClientAsync();
        await Assert.ThrowsAsync<HBaseTableNotFoundException>(() => client.GetTable("no_such_table").GetAsync("r".Utf8()));
        await client.Admin.DisableTableAsync(table.Name);
        await Assert.ThrowsAsync<HBaseTableNotEnabledException>(() => table.GetAsync("r".Utf8()));
        await client.Admin.EnableTableAsync(table.Name);
        Assert.Null(await table.GetAsync("r".Utf8()));
    }

    [Fact]
    public async Task NoServerThere_IsAConnectionException_WithinTheTime()
    {
        var (time, delay) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)); // Time for one attempt: a later one could be cut short, which is another failure.
        await using var client = new HBaseClient(new HBaseOptions { Servers = "localhost:1", CallTimeout = time, OperationTimeout = time, FirstDelay = delay, MaxDelay = delay });
        var e = await Assert.ThrowsAsync<HBaseConnectionException>(() => client.GetTable("t").GetAsync("r".Utf8()));
        Assert.Contains("localhost:1", e.Message, StringComparison.Ordinal);
    }
}
