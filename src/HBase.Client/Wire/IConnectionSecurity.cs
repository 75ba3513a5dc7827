namespace OrleansLambda.HBase.Client;

/// <summary>How connections are encrypted and who the client says it is. One object serves all connections, at the same time.</summary>
public interface IConnectionSecurity
{
    /// <summary>The code of the authentication method in the preamble: 0x50 for simple, 0x51 for Kerberos, 0x52 for tokens.</summary>
    byte AuthenticationCode { get; }

    /// <summary>The user that the connection acts for; null where the authentication tells it.</summary>
    string? EffectiveUser { get; }

    /// <summary>Wraps a new connection before anything is sent, for TLS.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="host">The server's name, as the cluster tells it.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellation);

    /// <summary>Does the handshake that follows the preamble, for SASL, and wraps the connection where that was agreed on.</summary>
    /// <param name="stream">What <see cref="SecureAsync"/> gave.</param>
    /// <param name="host">The server's name, as the cluster tells it.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<Stream> AuthenticateAsync(Stream stream, string host, CancellationToken cancellation);
}
