using System.Globalization;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>
/// Servers are killed, frozen and started again, and regions move, split and merge under a writer, counters and readers.
/// <c>HBASE_FAULTS</c> says how many faults, and <c>HBASE_SEED</c> which; where they are not set, one of each that CI has time for.
/// <c>HBASE_FREEZE</c> says for how many seconds a server is frozen at most; 3 where it is not set.
/// </summary>
/// <remarks>
/// A server whose session may have ended while it was frozen is killed in place of being woken. Woken, it acknowledges rows until
/// it learns that it is taken for dead, a tenth of a second later; nobody will find them in its log, which has been read by then.
/// HDFS takes the log away from such a server before it is read; the local file system of these tests does not.
/// </remarks>
[Collection(OwnCluster.Name)]
public sealed class ServerFaultTests(OwnCluster cluster, ITestOutputHelper output)
{
    private const string Table = "faults";

    // A server gives ZooKeeper a sign of life every 2 seconds, and its session ends 6 seconds after the last: 4 after it froze at the
    // earliest. It is woken within the fourth.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(3);

    private static readonly string[] Kinds = ["kill regionserver1", "kill regionserver2", "freeze regionserver1", "freeze regionserver2", "restart master", "move", "split", "merge"];

    private static readonly string[] OfEach = ["kill regionserver1", "move", "split", "freeze regionserver2", "restart master", "merge", "kill regionserver2"];

    [Fact(Timeout = 7_200_000)]
    public async Task Faults_LoseNothing_AndDoNothingTwice()
    {
        var seed = Setting.Number("HBASE_SEED", 7);
        var random = new Random(seed);
        var faults = Setting.Number("HBASE_FAULTS", 0) is var many and > 0 ? [.. Enumerable.Range(0, many).Select(_ => Kinds[random.Next(Kinds.Length)])] : OfEach;
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(
            server,
            options => (options.CallTimeout, options.SilenceLimit, options.OperationTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5)),
            new OutputLogs(output));
        await using var load = new Workload(client, Table, seed);
        await load.StartAsync();
        foreach (var fault in faults)
        {
            var start = TimeProvider.System.GetTimestamp();
            var frozen = random.Next(2, Setting.Number("HBASE_FREEZE", 3) + 1);
            await DoAsync(server, client, fault, frozen, random);
            await load.RecoveryAsync();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{fault}{(fault.StartsWith("freeze", StringComparison.Ordinal) ? $" for {frozen} s" : "")}: all regions were written to after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:N1} s"));
            await cluster.MadeWholeAsync();
        }
        await load.StopAsync();
        output.WriteLine($"{faults.Length} faults, seed {seed}; {load}");
        await using var other = HBaseFixture.NewClient(server);
        await load.CheckAsync(other);
    }

    private async Task DoAsync(HBaseProcess server, HBaseClient client, string fault, int frozen, Random random)
    {
        switch (fault.Split(' '))
        {
            case ["kill" or "restart", var role]:
                await RestartAsync(server, role);
                break;
            case ["freeze", var role]:
                await FreezeAsync(server, role, TimeSpan.FromSeconds(frozen));
                break;
            default:
                try
                {
                    await ChangeAsync(client, fault, random);
                }
                catch (HBaseServerException e) when (Setting.Number("HBASE_FAULTS", 0) > 0)
                {
                    output.WriteLine($"{fault} was refused, as one is of a region that has just been split: {e.Message}");
                }
                break;
        }
    }

    private static async Task FreezeAsync(HBaseProcess server, string role, TimeSpan length)
    {
        var start = TimeProvider.System.GetTimestamp();
        await server.PauseAsync(role);
        await Task.Delay(length);
        await (TimeProvider.System.GetElapsedTime(start) < LongestSleep ? server.ResumeAsync(role) : RestartAsync(server, role));
    }

    private static async Task RestartAsync(HBaseProcess server, string role)
    {
        await server.KillAsync(role);
        await server.RestartAsync(role);
    }

    private static async Task ChangeAsync(HBaseClient client, string fault, Random random)
    {
        var (regions, servers) = (await client.Admin.RegionsAsync(Table), (await client.Admin.StatusAsync()).Servers);
        var at = random.Next(regions.Count - 1);
        if (fault == "move")
            await client.Admin.MoveRegionAsync(regions[at], servers[random.Next(servers.Count)]);
        else if (fault == "merge" && regions.Count > 2)
            await client.Admin.MergeRegionsAsync(regions[at], regions[at + 1]);
        else if (fault == "split" && regions.FirstOrDefault(region => Middle(region) > Digit(region.StartKey, 0)) is { } wide)
            await client.Admin.SplitRegionAsync(wide, new[] { (byte)('0' + Middle(wide)) });
    }

    // Rows' keys begin with a digit, and so do regions.
    private static int Middle(RegionDescription region) => (Digit(region.StartKey, 0) + Digit(region.EndKey, 10)) / 2;

    private static int Digit(ReadOnlyMemory<byte> key, int otherwise) => key.IsEmpty ? otherwise : key.Span[0] - '0';
}
