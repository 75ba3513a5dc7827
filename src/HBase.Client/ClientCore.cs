using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client;

/// <summary>What all operations of a client share.</summary>
internal sealed class ClientCore : IAsyncDisposable
{
    /// <summary>Connects to nothing yet.</summary>
    public ClientCore(HBaseOptions options, IConnectionSecurity security, IDialer dialer, ILoggerFactory logs, TimeProvider time)
    {
        (Options, Time, Logger) = (options, time, logs.CreateLogger<HBaseClient>());
        Pool = new ConnectionPool(
            dialer,
            new WireSettings
            {
                User = security.EffectiveUser,
                MaxFrameBytes = options.MaxAnswerMegabytes * 1_048_576,
                ConnectTimeout = options.ConnectTimeout,
                SilenceLimit = options.SilenceLimit,
                IdleLimit = options.IdleLimit,
            },
            time);
        ServerAddress[] servers = [.. HBaseOptionsValidator.Split(options.Servers).Select(text => ServerAddress.TryParse(text, out var server) ? server : throw new ArgumentException($"'{text}' is no host:port.", nameof(options)))];
        Registry = new Registry(Pool, servers, options.CallTimeout, time);
        Locator = new RegionLocator(new MetaTable(Pool, Registry, options.CallTimeout), options.CallTimeout, time);
        Retrier = new Retrier(Locator, options, time, Logger);
    }

    public HBaseOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public ConnectionPool Pool { get; }

    public Registry Registry { get; }

    public RegionLocator Locator { get; }

    public Retrier Retrier { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await Pool.DisposeAsync();
        Locator.Dispose();
    }
}
