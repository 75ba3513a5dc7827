namespace OrleansLambda.HBase.Client.Wire;

/// <content>Finding out whether the server is still there, and which it is.</content>
internal sealed partial class RpcConnection
{
    private readonly Lock _pinging = new();
    private Task _ping = Task.CompletedTask;
    private string? _incarnation;

    /// <summary>
    /// Asks the server whether it is there. When nothing at all comes for <see cref="WireSettings.SilenceLimit"/>, the
    /// connection ends. It does not throw; those who ask at the same time share one ping.
    /// </summary>
    public Task PingAsync()
    {
        lock (_pinging)
            return _ping.IsCompleted ? _ping = RunPingAsync() : _ping;
    }

    /// <summary>Asks where nothing has come for <see cref="WireSettings.SilenceLimit"/>.</summary>
    public void PingIfSilent()
    {
        if (Silence >= _settings.SilenceLimit && !HasEnded)
            _ = PingAsync();
    }

    private async Task RunPingAsync()
    {
        try
        {
            using var response = await CallAsync(Pings.For(_service), _settings.SilenceLimit, default);
        }
        catch (Exception e) when (e is RpcFault or RemoteException)
        {
            // A refusal is a sign of life, too. A connection that is silent has been ended by the call that timed out.
        }
    }

    /// <summary>The process at the other end; null where it does not tell. It is asked once.</summary>
    /// <exception cref="RpcFault">It did not answer, or cannot tell now; what is to follow has not been sent.</exception>
    public async ValueTask<string?> IncarnationAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _incarnation) is { } known)
            return known;
        try
        {
            using var response = await CallAsync(Incarnation.Question, timeout, cancellation);
            return null;
        }
        catch (RemoteException e) when (Incarnation.IsAnswer(e))
        {
            var found = Incarnation.Read(e);
            Volatile.Write(ref _incarnation, found);
            return found;
        }
        catch (RemoteException e)
        {
            throw new RpcFault(RpcFaultKind.Refused, false, $"{Address} does not tell now which process it is: {e.Message}", e);
        }
        catch (RpcFault e) when (e.MayHaveArrived)
        {
            throw new RpcFault(e.Kind, false, e.Message, e);
        }
    }
}
