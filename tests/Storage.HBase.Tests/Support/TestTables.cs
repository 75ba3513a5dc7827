using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Support;

/// <summary>Tables under a prefix of their own, and clients of them.</summary>
/// <param name="server">The cluster.</param>
/// <param name="prefix">What the tables' names begin with.</param>
public sealed class TestTables(HBaseProcess server, string prefix) : IAsyncDisposable
{
    private readonly List<HBaseClient> _clients = [];
    private bool _made;

    /// <summary>The cluster.</summary>
    public HBaseProcess Server => server;

    /// <summary>What the tables' names begin with.</summary>
    public string Prefix => prefix;

    /// <summary>The client that was opened last.</summary>
    public HBaseClient Client => _clients[^1];

    /// <summary>The tables as a process has them that has just started, over what they hold.</summary>
    /// <param name="shapes">Those that the test needs; only they are made.</param>
    internal async Task<HBaseTables> OpenAsync(params TableShape[] shapes)
    {
        var tables = Connect();
        if (!_made)
            await tables.MakeAsync(shapes);
        _made = true;
        return tables;
    }

    /// <summary>The tables, none of them made.</summary>
    internal HBaseTables Connect(Action<HBaseOptions>? configure = null, ILogger<HBaseTables>? logger = null)
    {
        var options = new HBaseOptions { Servers = $"{server.Master},{server.RegionServer}" };
        configure?.Invoke(options);
        var client = new HBaseClient(options);
        _clients.Add(client);
        return new HBaseTables(client, Options.Create(new HBaseStorageOptions { TablePrefix = prefix }), logger ?? NullLogger<HBaseTables>.Instance);
    }

    /// <summary>Lets go of the cluster as a process does that ends.</summary>
    public async Task CloseAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        _clients.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();
}
