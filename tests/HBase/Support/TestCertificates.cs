using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>An authority, and certificates of its for servers and for a client, as files in PEM; and another authority.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset To = From.AddDays(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-certificates-");

    /// <summary>Makes them.</summary>
    public TestCertificates()
    {
        using var authority = Authority("authority");
        using var other = Authority("other");
        Authorities = Write("ca.pem", authority.ExportCertificatePem());
        OtherAuthorities = Write("other.pem", other.ExportCertificatePem());
        var (server, serverKey) = Issue(authority, "server", "localhost");
        ServerStore = Write("server.pem", $"{serverKey}\n{server}");
        var (client, clientKey) = Issue(authority, "client", "client.example");
        ClientCertificate = Write("client.pem", client);
        ClientKey = Write("client.key.pem", clientKey);
        var (elsewhere, elsewhereKey) = Issue(authority, "elsewhere", "elsewhere.example");
        Elsewhere = X509Certificate2.CreateFromPem(elsewhere, elsewhereKey);
    }

    /// <summary>The authority's certificate.</summary>
    public string Authorities { get; }

    /// <summary>The certificate of an authority that issued none of these.</summary>
    public string OtherAuthorities { get; }

    /// <summary>The servers' key and certificate, for <c>localhost</c>.</summary>
    public string ServerStore { get; }

    /// <summary>The client's certificate.</summary>
    public string ClientCertificate { get; }

    /// <summary>The client's key.</summary>
    public string ClientKey { get; }

    /// <summary>A certificate of a server of another name, with its key.</summary>
    public X509Certificate2 Elsewhere { get; }

    /// <summary>HBase's settings by which servers take encrypted connections, of clients with a certificate, beside those in the clear.</summary>
    public (string Name, string Value)[] ServerSettings =>
    [
        ("hbase.server.netty.tls.enabled", "true"),
        ("hbase.server.netty.tls.supportplaintext", "true"),
        ("hbase.server.netty.tls.client.auth.mode", "NEED"),
        ("hbase.server.netty.tls.verify.client.hostname", "false"),
        ("hbase.rpc.tls.keystore.location", ServerStore),
        ("hbase.rpc.tls.keystore.type", "PEM"),
        ("hbase.rpc.tls.truststore.location", Authorities),
        ("hbase.rpc.tls.truststore.type", "PEM"),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        Elsewhere.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request.CreateSelfSigned(From, To);
    }

    private static (string Certificate, string Key) Issue(X509Certificate2 authority, string name, string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(authority, From, To, RandomNumberGenerator.GetBytes(8));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
