namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Reaches servers.</summary>
internal interface IDialer
{
    /// <summary>Opens a way to a server, up to the point where the connection's header is due.</summary>
    Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation);
}
