using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OrleansLambda.HBase.Client;

/// <summary>Encrypts connections by TLS before anything else is done with them.</summary>
public sealed class TlsSecurity : IConnectionSecurity
{
    private readonly IConnectionSecurity _inner;
    private readonly bool _verifyName;
    private readonly X509Certificate2Collection? _trusted;
    private readonly SslStreamCertificateContext? _own;

    /// <summary>Reads certificates and key; they are not read again.</summary>
    /// <param name="options">Which.</param>
    /// <param name="inner">What is done within the encrypted connection.</param>
    /// <exception cref="ArgumentException">A file cannot be read, or is none of its kind; the message names the setting.</exception>
    public TlsSecurity(HBaseTlsOptions options, IConnectionSecurity inner)
    {
        (_inner, _verifyName) = (inner, options.HostNameVerification);
        _trusted = TlsFiles.ReadTrusted(options);
        _own = TlsFiles.ReadOwn(options);
    }

    /// <inheritdoc/>
    public byte AuthenticationCode => _inner.AuthenticationCode;

    /// <inheritdoc/>
    public string? EffectiveUser => _inner.EffectiveUser;

    /// <inheritdoc/>
    public async ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancellation)
    {
        var encrypted = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions { TargetHost = host, ClientCertificateContext = _own, CertificateChainPolicy = Policy() };
        if (!_verifyName)
            options.RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        try
        {
            await encrypted.AuthenticateAsClientAsync(options, cancellation);
            return await _inner.SecureAsync(encrypted, host, cancellation);
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> AuthenticateAsync(Stream stream, string host, CancellationToken cancellation) => _inner.AuthenticateAsync(stream, host, cancellation);

    private X509ChainPolicy? Policy()
    {
        if (_trusted is null)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_trusted);
        return policy;
    }
}
