using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansLambda.HBase.Client;

/// <summary>Reads the files that the settings of TLS name.</summary>
internal static class TlsFiles
{
    /// <summary>The certificates that are trusted; null for those that the system trusts.</summary>
    /// <exception cref="ArgumentException">They cannot be read; the message names the setting.</exception>
    public static X509Certificate2Collection? ReadTrusted(HBaseTlsOptions options)
    {
        if (options.CaCertificatePath is null)
            return null;
        var trusted = Read(nameof(options.CaCertificatePath), options.CaCertificatePath);
        return trusted.Count > 0 ? trusted : throw Wrong(nameof(options.CaCertificatePath), options.CaCertificatePath, "has no certificate in PEM");
    }

    /// <summary>The client's certificate and key; null for none.</summary>
    /// <exception cref="ArgumentException">They cannot be read, or do not belong together; the message names the setting.</exception>
    public static SslStreamCertificateContext? ReadOwn(HBaseTlsOptions options)
    {
        if (options.ClientCertificatePath is not { } path)
        {
            return options.ClientKeyPath is null
                ? null
                : throw Wrong(nameof(options.ClientKeyPath), options.ClientKeyPath, $"is of no use without {nameof(options.ClientCertificatePath)}");
        }
        var chain = Read(nameof(options.ClientCertificatePath), path);
        if (chain.Count == 0)
            throw Wrong(nameof(options.ClientCertificatePath), path, "has no certificate in PEM");
        try
        {
            var own = options.ClientKeyPassword is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(path, password, options.ClientKeyPath)
                : X509Certificate2.CreateFromPemFile(path, options.ClientKeyPath);
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Wrong(nameof(options.ClientKeyPath), options.ClientKeyPath ?? path, "has no key of this certificate in PEM that can be read", e);
        }
    }

    private static X509Certificate2Collection Read(string setting, string path)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(path);
            return found;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Wrong(setting, path, "cannot be read", e);
        }
    }

    private static ArgumentException Wrong(string setting, string path, string what, Exception? inner = null) =>
        new($"{HBaseTlsOptions.SectionName}:{setting} is '{path}', which {what}{(inner is null ? "." : $": {inner.Message}")}", inner);
}
