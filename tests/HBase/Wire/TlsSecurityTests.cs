using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace OrleansLambda.HBase.Tests.Wire;

public sealed class TlsSecurityTests(TestCertificates files) : IClassFixture<TestCertificates>
{
    [Fact]
    public async Task ServerOfAnotherName_IsRefused_UnlessNamesAreNotVerified()
    {
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(new HBaseTlsOptions { Enabled = true, CaCertificatePath = files.Authorities }));
        await ConnectAsync(new HBaseTlsOptions { Enabled = true, CaCertificatePath = files.Authorities, HostNameVerification = false });
    }

    [Fact]
    public async Task ServerOfAnotherAuthority_IsRefused_AlsoWhereNamesAreNotVerified() =>
        await Assert.ThrowsAsync<AuthenticationException>(() =>
            ConnectAsync(new HBaseTlsOptions { Enabled = true, CaCertificatePath = files.OtherAuthorities, HostNameVerification = false }));

    [Theory]
    [InlineData("/no/such/file", null, null, "HBase:Tls:CaCertificatePath")]
    [InlineData(null, "/no/such/file", null, "HBase:Tls:ClientCertificatePath")]
    [InlineData(null, null, "/no/such/file", "HBase:Tls:ClientKeyPath")]
    [InlineData(null, "certificate", "/no/such/file", "HBase:Tls:ClientKeyPath")]
    [InlineData(null, "certificate", "authority", "HBase:Tls:ClientKeyPath")]
    [InlineData("key", null, null, "HBase:Tls:CaCertificatePath")]
    public void FilesThatAreNot_AreNamed_ByTheirSetting(string? authority, string? certificate, string? key, string named)
    {
        var tls = new HBaseTlsOptions { Enabled = true, CaCertificatePath = PathOf(authority), ClientCertificatePath = PathOf(certificate), ClientKeyPath = PathOf(key) };
        var e = Assert.Throws<OptionsValidationException>(() => new HBaseClient(new HBaseOptions { Servers = "a:1", Tls = tls }));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesWithoutTls_AreNamed()
    {
        var e = Assert.Throws<OptionsValidationException>(() => new HBaseClient(new HBaseOptions { Servers = "a:1", Tls = new HBaseTlsOptions { CaCertificatePath = files.Authorities } }));
        Assert.Contains("HBase:Tls", e.Message, StringComparison.Ordinal);
    }

    private string? PathOf(string? what) => what switch
    {
        "authority" => files.Authorities,
        "certificate" => files.ClientCertificate,
        "key" => files.ClientKey,
        _ => what,
    };

    private async Task ConnectAsync(HBaseTlsOptions options)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await accepting;
        var serving = new SslStream(accepted.GetStream()).AuthenticateAsServerAsync(files.Elsewhere);
        _ = serving.ContinueWith(done => done.Exception, TaskScheduler.Default);
        await using var stream = await new TlsSecurity(options, new SimpleSecurity("me")).SecureAsync(client.GetStream(), "localhost", default);
        Assert.IsType<SslStream>(stream);
        await serving;
    }
}
