namespace OrleansLambda.HBase.Tests.Support;

/// <summary>A cluster for one class of tests, which may kill what it likes.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    private HBaseProcess? _server;

    /// <summary>The cluster, of two region servers; a test that needs it is skipped where there is none.</summary>
    public HBaseProcess Server
    {
        get
        {
            Assert.SkipWhen(_server is null, "HBASE_HOME names no folder with the script 'hbase'.");
            return _server!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (HBaseProcess.FindScript() is { } script)
            _server = await HBaseProcess.StartAsync(script, regionServers: 2);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
