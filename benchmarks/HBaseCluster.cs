using System.Globalization;

namespace OrleansLambda.Benchmarks;

/// <summary>
/// A cluster of HBase of one region server, on free ports, in a folder of its own. Needs <c>HBASE_HOME</c>, a folder with a script
/// <c>hbase start|stop DIR</c>.
/// </summary>
public sealed class HBaseCluster : IDisposable
{
    private readonly string _folder;
    private readonly int _zooKeeper = Ports.Free();
    private readonly int _master = Ports.Free();
    private readonly int _regionServer = Ports.Free();

    private HBaseCluster(string folder) => _folder = folder;

    /// <summary>Where the master listens, as host:port.</summary>
    public string Master => $"localhost:{_master}";

    /// <summary>The folder of what HBase's own client has to be told.</summary>
    public string Configuration => Path.Combine(_folder, "conf");

    /// <summary>Starts one with its files in <paramref name="folder"/>; returns once it answers.</summary>
    public static async Task<HBaseCluster> StartAsync(string folder)
    {
        var cluster = new HBaseCluster(folder);
        await cluster.DoAsync("start");
        return cluster;
    }

    /// <inheritdoc/>
    public void Dispose() => DoAsync("stop").GetAwaiter().GetResult();

    private Task<string> DoAsync(string what) => Tool.RunAsync(
        Tool.Home("HBASE_HOME", "hbase"),
        [what, _folder],
        ("HBASE_ZK_PORT", Text(_zooKeeper)),
        ("HBASE_MASTER_PORT", Text(_master)),
        ("HBASE_REGIONSERVER_PORT", Text(_regionServer)));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
