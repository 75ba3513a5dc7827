using System.Diagnostics.Metrics;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

public sealed class BatchTests(HBaseFixture hbase)
{
    [Fact]
    public async Task Batch_GivesEachOperationItsResult_OverRegionsAndServers()
    {
        var table = await hbase.TableAsync("b", "c", "d", "e");
        string[] rows = ["a1", "b1", "c1", "d1", "e1", "a2", "b2", "e2"];
        await table.MutateAsync(rows.Select(row => Put(row, row)));
        var results = await table.BatchAsync(
        [
            .. rows.Select(row => new Get(row.Utf8())),
            new Put("b3".Utf8()).Add("none".Utf8(), Q, Q),
            new Delete("a1".Utf8()),
            new Increment("c9".Utf8()).Add(F, Q, 1),
            new Get("missing".Utf8()),
        ]);
        Assert.Equal(rows, results.Take(rows.Length).Select(result => result.RowOrThrow().Value()));
        Assert.IsType<HBaseNoSuchFamilyException>(results[rows.Length].Failure);
        Assert.True(results[rows.Length + 1].Applied);
        Assert.Equal(1, results[rows.Length + 2].RowOrThrow()!["f"u8, "q"u8]!.Value.Span[7]);
        Assert.Null(results[rows.Length + 3].RowOrThrow());
        Assert.Equal([null, "b1"], (await table.GetAsync([new Get("a1".Utf8()), new Get("b1".Utf8())])).Select(row => row.Value()));
    }

    [Fact]
    public async Task Batch_OfManyThousands_IsSplit_AndWhole()
    {
        var table = await hbase.TableAsync("5");
        var rows = Enumerable.Range(0, 10_000).Select(i => $"{i % 10}-{i:D5}").ToArray();
        await table.MutateAsync(rows.Select(row => Put(row, row)));
        Assert.Equal(rows, (await table.GetAsync(rows.Select(row => new Get(row.Utf8())))).Select(row => row.Value()));
    }

    [Fact]
    public async Task Reads_GoInSeveralCalls_SoThatAServerHoldsFewBlocksForEach()
    {
        var table = await hbase.TableAsync();
        await table.GetAsync("r".Utf8()); // Its region is known from here on.
        var (mine, calls) = (new AsyncLocal<bool> { Value = true }, 0); // Tests of other classes run beside this one.
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == HBaseTelemetry.CallDurationName) listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (mine.Value && tags[0].Value is "Multi")
                Interlocked.Increment(ref calls);
        });
        meters.Start();
        await table.GetAsync(Enumerable.Range(0, 1_000).Select(i => new Get($"{i}".Utf8())));
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task Conditions_AreDecidedEachByItself_InOneCall()
    {
        var table = await hbase.TableAsync("m");
        await table.MutateAsync([Put("a", "1"), Put("b", "1"), Put("x", "1")]);
        ConditionalMutation If(string row, string value, string then) => new(RowCondition.ValueEquals(row.Utf8(), F, Q, value.Utf8()), Put(row, then));
        var results = await table.CheckAndMutateAsync(
        [
            If("a", "1", "2"), If("b", "0", "2"), If("x", "1", "2"),
            new(RowCondition.Absent("n".Utf8(), F, Q), Put("n", "new")),
            new(RowCondition.Absent("x".Utf8(), F, Q), Put("x", "lost")),
            new(RowCondition.ValueEquals("a".Utf8(), F, "other".Utf8(), "1".Utf8()), new RowMutations("a".Utf8()).Add(Put("a", "3")).Add(new Delete("a".Utf8()).Column(F, "z".Utf8()))),
        ]);
        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal([true, false, true, true, false, false], results.Select(result => result.Applied));
        string[] rows = ["a", "b", "n", "x"];
        Assert.Equal(["2", "1", "new", "2"], (await table.GetAsync(rows.Select(row => new Get(row.Utf8())))).Select(row => row.Value()));
    }

    [Fact]
    public async Task ChangesOfRowsOfOneRegion_AreOneStep()
    {
        var table = await hbase.TableAsync("m");
        await table.PutAsync(Put("b", "old"));
        await table.MutateRegionAsync([Put("a", "1"), new Delete("b".Utf8()), Put("c", "3")]);
        string[] rows = ["a", "b", "c"];
        Assert.Equal(["1", null, "3"], (await table.GetAsync(rows.Select(row => new Get(row.Utf8())))).Select(row => row.Value()));
        await Assert.ThrowsAsync<HBaseNoSuchFamilyException>(() => table.MutateRegionAsync([Put("a", "2"), new Put("b".Utf8()).Add("none".Utf8(), Q, Q)]));
        Assert.Equal("1", (await table.GetAsync("a".Utf8())).Value());
        await Assert.ThrowsAsync<ArgumentException>(() => table.MutateRegionAsync([]));
    }

    [Fact]
    public async Task ChangesOfRowsOfTwoRegions_AsOneStep_AreRefused_AndNoneIsMade()
    {
        var table = await hbase.TableAsync("m");
        var all = TimeSpan.FromSeconds(10); // One attempt with all the time there is: of a later one that was cut short, the failure would be told in place of the refusal.
        await using var client = HBaseFixture.NewClient(
            await hbase.ServerAsync(), options => (options.CallTimeout, options.OperationTimeout, options.FirstDelay, options.MaxDelay) = (all, all, all, all));
        var e = await Assert.ThrowsAnyAsync<HBaseException>(() => client.GetTable(table.Name).MutateRegionAsync([Put("a", "1"), Put("x", "1")]));
        Assert.Contains("WrongRegionException", e.Message, StringComparison.Ordinal);
        Assert.Equal([null, null], (await table.GetAsync([new Get("a".Utf8()), new Get("x".Utf8())])).Select(row => row.Value()));
    }

    [Fact]
    public async Task RowMutations_AreOneStep()
    {
        var table = await hbase.TableAsync();
        var row = "r".Utf8();
        await table.PutAsync(new Put(row).Add(F, "old".Utf8(), 1, "x".Utf8()));
        await table.MutateAsync(new RowMutations(row).Add(new Delete(row).Column(F, "old".Utf8())).Add(new Put(row).Add(F, "new".Utf8(), "y".Utf8())));
        var read = (await table.GetAsync(row))!;
        Assert.Equal(["new"], read.Select(cell => cell.Qualifier.Utf8()));
        await Assert.ThrowsAsync<HBaseNoSuchFamilyException>(() =>
            table.MutateAsync(new RowMutations(row).Add(new Delete(row).Family(F)).Add(new Put(row).Add("none".Utf8(), Q, Q))));
        Assert.NotNull(await table.GetAsync(row));
    }
}
