using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// A client of one cluster. It is meant to be one for a whole process, is used from many threads at once, and keeps one
/// connection for each server, opened when it is first needed.
/// </summary>
public sealed class HBaseClient : IAsyncDisposable, IDisposable
{
    private readonly ClientCore _core;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="security">How the client says who it is. Default: simple authentication. Where <see cref="HBaseOptions.Tls"/> is enabled, it is done within TLS.</param>
    /// <param name="logs">Where the client logs to. Default: nowhere.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OptionsValidationException">A setting is wrong; the message says which, and what is allowed.</exception>
    public HBaseClient(HBaseOptions options, IConnectionSecurity? security = null, ILoggerFactory? logs = null, TimeProvider? time = null)
        : this(options, security ?? new SimpleSecurity(options.User ?? Environment.UserName), null, logs, time)
    {
    }

    internal HBaseClient(HBaseOptions options, IConnectionSecurity security, IDialer? dialer, ILoggerFactory? logs, TimeProvider? time)
    {
        HBaseOptionsValidator.ThrowIfWrong(options);
        if (options.Tls.Enabled)
            security = new TlsSecurity(options.Tls, security);
        _core = new ClientCore(options, security, dialer ?? new TcpDialer(security), logs ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
        Admin = new HBaseAdmin(_core);
    }

    /// <summary>Work on tables as such, and what the cluster tells of itself.</summary>
    public HBaseAdmin Admin { get; }

    internal ClientCore Core => _core;

    /// <summary>A table's rows. The table is not looked for yet.</summary>
    /// <param name="name">Its name, with its namespace and <c>:</c> before it where that is not the default one.</param>
    /// <exception cref="ArgumentException">It is no name of a table.</exception>
    public HBaseTable GetTable(string name) => new(_core, TableNames.Normalize(name));

    /// <summary>Closes all connections. What is under way fails.</summary>
    public ValueTask DisposeAsync() => _core.DisposeAsync();

    /// <summary>Does the same for who cannot wait for it otherwise, such as a container that is disposed synchronously: it holds the thread meanwhile.</summary>
    public void Dispose() => Task.Run(async () => await _core.DisposeAsync()).GetAwaiter().GetResult();
}
