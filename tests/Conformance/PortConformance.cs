namespace OrleansLambda.Conformance;

/// <summary>
/// What the suites have in common. An adapter derives from the suite of each port it implements and says how the port
/// is opened; it passes the suite unchanged. xunit makes one instance for each test.
/// </summary>
public abstract class PortConformance<TPort> : IAsyncLifetime
    where TPort : class
{
    /// <summary>How long a test may take, in milliseconds, before it counts as hung.</summary>
    protected const int TimeoutMs = 300_000;

    private TPort? _port;

    /// <summary>The port under test; another one after <see cref="ReopenAsync"/>.</summary>
    protected TPort Port => _port ?? throw new InvalidOperationException("The port is not open.");

    /// <summary>
    /// Opens the port over state that is this instance's own: empty at the first call, and as the last port left it at
    /// each later one.
    /// </summary>
    protected abstract Task<TPort> OpenAsync();

    /// <summary>Lets go of the port as a process does that ends. Disposes it where it can be disposed.</summary>
    protected virtual async Task CloseAsync(TPort port)
    {
        if (port is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            (port as IDisposable)?.Dispose();
    }

    /// <summary>Closes the port and opens another over the same state.</summary>
    protected async Task ReopenAsync()
    {
        await CloseAsync(Port);
        _port = null;
        _port = await OpenAsync();
    }

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => _port = await OpenAsync();

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_port is { } port)
            await CloseAsync(port);
    }
}
