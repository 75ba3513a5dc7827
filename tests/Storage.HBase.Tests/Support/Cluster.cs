[assembly: AssemblyFixture(typeof(OrleansLambda.Storage.HBase.Tests.Support.Cluster))]

namespace OrleansLambda.Storage.HBase.Tests.Support;

/// <summary>
/// The cluster that all tests share, of two region servers, each test with tables of its own. It is started when the first test
/// asks for it, and ended after the last one.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private HBaseProcess? _server;
    private int _prefixes;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => default;

    /// <summary>The cluster; a test that needs it is skipped where there is none.</summary>
    public async Task<HBaseProcess> ServerAsync()
    {
        Assert.SkipWhen(HBaseProcess.FindScript() is null, "HBASE_HOME names no folder with the script 'hbase'.");
        await _starting.WaitAsync();
        try
        {
            return _server ??= await HBaseProcess.StartAsync(
                HBaseProcess.FindScript()!,
                regionServers: 2,
                // Hundreds of small tables: what each sets aside for what is to come would be more memory than there is.
                ("hbase.hregion.memstore.mslab.enabled", "false"),
                // Servers that the machine holds up for some seconds are not to end for that: nobody starts them again.
                ("zookeeper.session.timeout", "30000"));
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Tables of a test's own.</summary>
    public async Task<TestTables> TablesAsync() =>
        new(await ServerAsync(), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _prefixes)}_"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _starting.Dispose();
    }
}
