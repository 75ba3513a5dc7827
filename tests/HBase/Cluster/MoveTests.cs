using System.Globalization;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>
/// Regions move, split and merge without a pause under a writer, counters and readers. <c>HBASE_MOVES</c> says how many moves;
/// 60 where it is not set.
/// </summary>
[Collection(OwnCluster.Name)]
public sealed class MoveTests(OwnCluster cluster, ITestOutputHelper output)
{
    private const int Few = 60;

    [Fact(Timeout = 3_600_000)]
    public async Task MovingRegions_LoseNothing_AndLeaveNothingBehind()
    {
        var moves = Setting.Number("HBASE_MOVES", Few);
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options => options.OperationTimeout = TimeSpan.FromMinutes(2), new OutputLogs(output));
        await using var admin = HBaseFixture.NewClient(server);
        var servers = (await admin.Admin.StatusAsync()).Servers;
        await using var load = new Workload(client, "moving", seed: 1);
        await load.StartAsync();
        var start = TimeProvider.System.GetTimestamp();
        var most = 0;
        for (var move = 0; move < moves; move++)
        {
            var regions = await admin.Admin.RegionsAsync("moving");
            if (move == moves / 3)
                await admin.Admin.SplitRegionAsync(regions[0], "15".Utf8());
            else if (move == moves * 2 / 3)
                await admin.Admin.MergeRegionsAsync(regions[0], regions[1]);
            else if (regions.Count > 0 && regions[move % regions.Count] is var region)
                await admin.Admin.MoveRegionAsync(region, servers.First(s => region.Server != $"{s.Host}:{s.Port}"));
            most = Math.Max(most, client.Core.Pool.Count);
        }
        var took = TimeProvider.System.GetElapsedTime(start);
        await load.StopAsync();
        output.WriteLine($"{moves} moves in {took.TotalSeconds:N0} s; {load}");
        await load.CheckAsync(admin);
        Assert.Equal(["", "3", "6"], (await admin.Admin.RegionsAsync("moving")).Select(region => region.StartKey.Utf8()));
        Assert.InRange(client.Core.Locator.Count, 1, 3);
        Assert.InRange(most, 1, 6); // Rows of two servers, the registry at up to three, the master.
        await ScannersAreClosedAsync(server);
    }

    private static async Task ScannersAreClosedAsync(HBaseProcess server)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var open = await server.MetricAsync(1, "activeScanners") + await server.MetricAsync(2, "activeScanners");
            if (open == 0)
                return;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(90), $"{open?.ToString(CultureInfo.InvariantCulture) ?? "An unknown number of"} scanners are open 90 seconds after the last one was read.");
            await Task.Delay(1_000);
        }
    }
}
