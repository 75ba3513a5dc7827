using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

public sealed class TelemetryTests(HBaseFixture hbase)
{
    [Fact]
    public async Task Calls_AreMeasured_ByMethodAndOutcome_AndTraced()
    {
        var mine = new AsyncLocal<bool> { Value = true };
        var (measured, traced) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == HBaseTelemetry.CallDurationName) listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            if (!mine.Value)
                return; // A call of another test, whose clock may stand still.
            Assert.True(seconds > 0);
            measured.Add(string.Join(' ', tags.ToArray().Select(tag => tag.Value)));
        });
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HBaseTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => traced.Add($"{activity.OperationName} {activity.Status}"),
        };
        ActivitySource.AddActivityListener(activities);
        var table = await hbase.TableAsync();
        await table.GetAsync("r".Utf8());
        await Assert.ThrowsAsync<HBaseNoSuchFamilyException>(() => table.PutAsync(new Put("r".Utf8()).Add("none".Utf8(), Q, Q)));
        Assert.Contains("Get answered", measured);
        Assert.Contains("Mutate refused", measured);
        Assert.Contains("Get Unset", traced);
        Assert.Contains("Mutate Error", traced);
    }

    [Fact]
    public async Task OpenConnections_AndKnownRegions_AreCounted_AndGoneWithTheirClient()
    {
        var table = await hbase.TableAsync("m");
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is HBaseTelemetry.OpenConnectionsName or HBaseTelemetry.KnownRegionsName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        var mine = new AsyncLocal<bool> { Value = true };
        var sums = new ConcurrentDictionary<string, long>();
        meters.SetMeasurementEventCallback<long>((instrument, change, _, _) =>
        {
            if (mine.Value) // Tests of other classes run beside this one; what they count is not of their context.
                sums.AddOrUpdate(instrument.Name, change, (_, sum) => sum + change);
        });
        meters.Start();
        await using (var client = HBaseFixture.NewClient(await hbase.ServerAsync()))
        {
            await client.GetTable(table.Name).GetAsync("a".Utf8());
            Assert.Equal(2, sums[HBaseTelemetry.KnownRegionsName]);
            Assert.True(sums[HBaseTelemetry.OpenConnectionsName] >= 2);
        }
        Assert.Equal(0, sums[HBaseTelemetry.KnownRegionsName]);
        Assert.Equal(0, sums[HBaseTelemetry.OpenConnectionsName]);
    }
}
