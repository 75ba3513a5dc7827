namespace OrleansLambda.HBase.Tests.Support;

/// <summary>
/// A cluster for tests that kill and freeze what they like, one after the other. Each begins by having it made whole, for it
/// cannot know what the one before left behind.
/// </summary>
public sealed class OwnCluster : IAsyncLifetime
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Name = "own cluster";

    /// <summary>How long its servers keep a scanner that nobody asks for rows.</summary>
    public static readonly TimeSpan ScannerLease = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

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

    /// <summary>The certificates by which its servers take encrypted connections beside those in the clear.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (HBaseProcess.FindScript() is not { } script)
            return;
        _server = await HBaseProcess.StartAsync(
            script,
            regionServers: 2,
            [
                ("hbase.client.scanner.timeout.period", $"{ScannerLease.TotalMilliseconds}"),
                ("hbase.rpc.timeout", "8000"), // Else the master waits a minute for a frozen server that had the catalog.
                .. Certificates.ServerSettings,
            ]);
    }

    /// <summary>
    /// Wakes up what is frozen and starts what has ended - a server that was frozen for long ends by itself when it wakes up -
    /// until the master counts all region servers, and no region is on its way.
    /// </summary>
    public async Task<HBaseProcess> MadeWholeAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var last = "The master did not answer."; ; await Task.Delay(300))
        {
            foreach (var role in Server.Roles)
            {
                if (Server.IsRunning(role))
                    await Server.ResumeAsync(role);
                else
                    await Server.RestartAsync(role);
            }
            last = await MissingAsync() ?? "";
            if (last.Length == 0)
                return Server;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"The cluster was not whole again within {Limit}: {last}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Certificates.Dispose();
    }

    private async Task<string?> MissingAsync()
    {
        await using var client = HBaseFixture.NewClient(Server, options => (options.CallTimeout, options.OperationTimeout) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)));
        try
        {
            await client.Admin.SetBalancerAsync(false); // It would move what tests have put in its place; the master has to be ready to take this.
            var status = await client.Admin.StatusAsync();
            return status is { Servers.Count: 2, RegionsInTransition: 0 }
                ? null
                : $"{status.Servers.Count} region servers, {status.RegionsInTransition} regions in transition.";
        }
        catch (HBaseException e)
        {
            return e.Message;
        }
    }
}
