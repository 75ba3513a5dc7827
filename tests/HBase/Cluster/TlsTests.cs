using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>Encrypted connections to real servers that ask for the client's certificate.</summary>
[Collection(OwnCluster.Name)]
public sealed class TlsTests(OwnCluster cluster)
{
    private const int Limit = 1_200_000;

    [Fact(Timeout = Limit)]
    public async Task EncryptedClient_DoesAllThatOneInTheClearDoes()
    {
        await using var client = await ClientAsync(tls => { });
        await client.Admin.CreateTableAsync(new TableDescription("encrypted", new FamilyDescription("f")), ["5".Utf8()]);
        var table = client.GetTable("encrypted");
        var value = new string('v', 1_000_000); // Many records of TLS.
        await table.MutateAsync(Enumerable.Range(0, 10).Select(i => Put($"{i}", $"{i}{value}")));
        var rows = new List<string>();
        await foreach (var row in table.ScanAsync(new Scan()))
            rows.Add(row.Value()!);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}{value}"), rows);
    }

    [Fact(Timeout = Limit)]
    public async Task WrongAuthority_IsToldAtOnce_ByEveryKindOfOperation()
    {
        // Time enough for the servers' certificate to come: a connection that is not made in time is tried again.
        await using var client = await ClientAsync(
            tls => tls.CaCertificatePath = cluster.Certificates.OtherAuthorities,
            options => (options.ConnectTimeout, options.CallTimeout, options.OperationTimeout) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)));
        var table = client.GetTable("encrypted");
        var start = TimeProvider.System.GetTimestamp();
        var e = await Assert.ThrowsAsync<HBaseConnectionException>(() => table.GetAsync("1".Utf8()));
        Assert.Contains("could not be secured", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, e.Attempts);
        await Assert.ThrowsAsync<HBaseConnectionException>(() => table.MutateAsync([Put("1", "x"), Put("2", "x")]));
        await Assert.ThrowsAsync<HBaseConnectionException>(async () => await table.ScanAsync(new Scan()).FirstOrDefaultAsync());
        await Assert.ThrowsAsync<HBaseConnectionException>(() => client.Admin.StatusAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(start) < client.Core.Options.OperationTimeout, "It was tried until the time was up.");
    }

    [Fact(Timeout = Limit)]
    public async Task ClientWithoutACertificate_IsNotTakenForOneThatHasOne()
    {
        await using var client = await ClientAsync(
            tls => (tls.ClientCertificatePath, tls.ClientKeyPath) = (null, null),
            options => (options.CallTimeout, options.OperationTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)));
        await Assert.ThrowsAsync<HBaseConnectionException>(() => client.Admin.StatusAsync());
    }

    private async Task<HBaseClient> ClientAsync(Action<HBaseTlsOptions> configure, Action<HBaseOptions>? more = null)
    {
        var server = await cluster.MadeWholeAsync();
        return HBaseFixture.NewClient(server, options =>
        {
            var files = cluster.Certificates;
            var tls = options.Tls;
            (tls.Enabled, tls.CaCertificatePath, tls.ClientCertificatePath, tls.ClientKeyPath) = (true, files.Authorities, files.ClientCertificate, files.ClientKey);
            configure(options.Tls);
            more?.Invoke(options);
        });
    }
}
