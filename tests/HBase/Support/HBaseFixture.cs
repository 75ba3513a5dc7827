using System.Globalization;

[assembly: AssemblyFixture(typeof(OrleansLambda.HBase.Tests.Support.HBaseFixture))]

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>
/// The cluster that all tests share, each with a table of its own. It is started when the first test asks for it, and ended
/// after the last one.
/// </summary>
public sealed class HBaseFixture : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _starting = new(1);
    private HBaseProcess? _server;
    private HBaseClient? _client;
    private int _tables;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => default;

    /// <summary>The cluster, of two region servers; a test that needs it is skipped where there is none.</summary>
    public async Task<HBaseProcess> ServerAsync()
    {
        Assert.SkipWhen(HBaseProcess.FindScript() is null, "HBASE_HOME names no folder with the script 'hbase'.");
        await _starting.WaitAsync();
        try
        {
            if (_server is null)
            {
                // Servers that the machine holds up for some seconds are not to end for that: nobody starts them again.
                _server = await HBaseProcess.StartAsync(HBaseProcess.FindScript()!, regionServers: 2, ("zookeeper.session.timeout", "30000"));
                await BothAreKnownAsync(_server);
            }
            return _server;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A client that the tests share.</summary>
    public async Task<HBaseClient> ClientAsync()
    {
        var server = await ServerAsync();
        return _client ??= NewClient(server);
    }

    /// <summary>A client of a test's own.</summary>
    public static HBaseClient NewClient(HBaseProcess server, Action<HBaseOptions>? configure = null, ILoggerFactory? logs = null)
    {
        var options = new HBaseOptions { Servers = $"{server.Master},{server.RegionServer}" };
        configure?.Invoke(options);
        return new HBaseClient(options, logs: logs);
    }

    /// <summary>Makes a table with a family <c>f</c>.</summary>
    /// <param name="splits">Where its regions begin but for the first.</param>
    public async Task<HBaseTable> TableAsync(params string[] splits)
    {
        var client = await ClientAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _tables)}");
        await client.Admin.CreateTableAsync(
            new TableDescription(name, new FamilyDescription("f") { MaxVersions = 3 }), splits.Select(split => (ReadOnlyMemory<byte>)split.Utf8()));
        return client.GetTable(name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client is not null)
                await _client.DisposeAsync();
        }
        finally
        {
            if (_server is not null)
                await _server.DisposeAsync();
            _starting.Dispose();
        }
    }

    // A region server listens before the master counts it.
    private static async Task BothAreKnownAsync(HBaseProcess server)
    {
        await using var client = NewClient(server, options => options.OperationTimeout = Limit);
        var start = TimeProvider.System.GetTimestamp();
        while ((await client.Admin.StatusAsync()).Servers.Count is not 2 and var count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"After {Limit} the master counted {count} region servers, not 2.");
            await Task.Delay(100);
        }
    }
}
