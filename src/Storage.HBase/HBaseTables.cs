using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase;

/// <summary>The tables that all stores share. They are made where they are missing before anything is asked of them.</summary>
public sealed class HBaseTables
{
    private readonly HBaseClient _client;
    private readonly ILogger<HBaseTables> _logger;
    private readonly Lock _lock = new();
    private Task? _opening;

    /// <summary>Nothing is asked of the cluster yet.</summary>
    public HBaseTables(HBaseClient client, IOptions<HBaseStorageOptions> options, ILogger<HBaseTables> logger)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        (_client, Options, _logger) = (client, options.Value, logger);
        Trips = Table(TableShape.Trips);
        Windows = Table(TableShape.Windows);
        Days = Table(TableShape.Days);
        State = Table(TableShape.State);
    }

    internal HBaseStorageOptions Options { get; }

    internal HBaseTable Trips { get; }

    internal HBaseTable Windows { get; }

    internal HBaseTable Days { get; }

    internal HBaseTable State { get; }

    /// <summary>
    /// Makes the tables that are missing, and returns once all are there. Does nothing where that was done. What has begun goes
    /// on when a caller gives up waiting, so that it ends whoever comes.
    /// </summary>
    /// <exception cref="HBaseException">HBase does not answer, or refuses; the next call tries again.</exception>
    /// <exception cref="InvalidOperationException">A table that is there cannot be used; the message says why.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_opening is null or { IsFaulted: true })
                _opening = MakeAsync(TableShape.All);
            return _opening.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes some tables alone.</summary>
    internal async Task MakeAsync(params TableShape[] shapes)
    {
        var maker = new TableMaker(_client.Admin, Options.TablePrefix, _logger);
        await Task.WhenAll(shapes.Select(shape => maker.EnsureAsync(shape, CancellationToken.None)));
    }

    private HBaseTable Table(TableShape shape) => _client.GetTable(Options.TablePrefix + shape.Name);
}
