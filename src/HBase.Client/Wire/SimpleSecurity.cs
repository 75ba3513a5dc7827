namespace OrleansLambda.HBase.Client;

/// <summary>HBase's simple authentication: the server believes the name it is told, and nothing is encrypted.</summary>
/// <param name="user">The name.</param>
public sealed class SimpleSecurity(string user) : IConnectionSecurity
{
    /// <inheritdoc/>
    public byte AuthenticationCode => 0x50;

    /// <inheritdoc/>
    public string? EffectiveUser { get; } = user;

    /// <inheritdoc/>
    public ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellation) => new(stream);

    /// <inheritdoc/>
    public ValueTask<Stream> AuthenticateAsync(Stream stream, string host, CancellationToken cancellation) => new(stream);
}
