using Microsoft.Extensions.Options;
using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase;

/// <summary>
/// Asks whether the stores can work, and does not try for long: what the stores ask waits out the loss of a server, and
/// would say only after a minute what is wrong.
/// </summary>
public sealed class HBaseProbe : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HBaseTables _tables;
    private readonly HBaseClient _client;
    private readonly HBaseTable _state;
    private volatile bool _open;

    /// <summary>Nothing is asked yet.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="tables">The stores' tables.</param>
    /// <param name="time">The clock.</param>
    /// <param name="security">How connections are secured; null: as it is without saying.</param>
    public HBaseProbe(IOptions<HBaseOptions> options, HBaseTables tables, TimeProvider time, IConnectionSecurity? security = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);
        var (set, name) = (options.Value, tables.State.Name);
        _tables = tables;
        _client = new HBaseClient(
            new HBaseOptions
            {
                Servers = set.Servers,
                User = set.User,
                ConnectTimeout = Least(set.ConnectTimeout),
                CallTimeout = Least(set.CallTimeout),
                OperationTimeout = Patience,
                SilenceLimit = Least(set.SilenceLimit),
                FirstDelay = set.FirstDelay,
                OverloadedDelay = set.OverloadedDelay,
                MaxDelay = set.MaxDelay,
                Tls = set.Tls,
            },
            security,
            time: time);
        _state = _client.GetTable(name);
    }

    /// <summary>What takes long, where something does; else null.</summary>
    public string? Pending { get; private set; }

    /// <summary>Returns when a row can be read; makes the tables before, where they are missing.</summary>
    /// <exception cref="HBaseException">What does not answer, or what is wrong.</exception>
    /// <exception cref="InvalidOperationException">A table that is there cannot be used; the message says why.</exception>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (!_open)
        {
            await _client.Admin.StatusAsync(cancellationToken); // The master, which tables need to be made, and rows do not to be read.
            Pending = "Its tables are being made.";
            await _tables.OpenAsync(cancellationToken);
            (_open, Pending) = (true, null);
        }
        await _state.ExistsAsync(new Get(StateKey.OfCheckpoint("")), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static TimeSpan Least(TimeSpan time) => time < Patience ? time : Patience;
}
