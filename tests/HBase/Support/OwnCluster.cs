namespace OrleansLambda.HBase.Tests.Support;

/// <summary>A cluster for one class of tests, which may kill what it likes.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    /// <summary>How long its servers keep a scanner that nobody asks for rows.</summary>
    public static readonly TimeSpan ScannerLease = TimeSpan.FromSeconds(6);

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
            _server = await HBaseProcess.StartAsync(script, regionServers: 2, ("hbase.client.scanner.timeout.period", $"{ScannerLease.TotalMilliseconds}"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
