using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("", "Servers")]
    [InlineData(",", "names no server")]
    [InlineData("localhost", "localhost")]
    [InlineData("localhost:16000,rs1:70000", "rs1:70000")]
    [InlineData(":16000", ":16000")]
    public void WrongServers_AreNamed(string servers, string named)
    {
        var e = Assert.Throws<OptionsValidationException>(() => new HBaseClient(new HBaseOptions { Servers = servers }));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TimesThatContradictEachOther_AreNamed()
    {
        var e = Assert.Throws<OptionsValidationException>(() => new HBaseClient(new HBaseOptions
        {
            Servers = "a:1", CallTimeout = TimeSpan.FromMinutes(2), FirstDelay = TimeSpan.FromSeconds(2),
        }));
        Assert.Equal(2, e.Failures.Count());
    }

    [Fact]
    public async Task AddHBaseClient_TakesTheHostsSettings()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["HBase:Servers"] = "a:1", ["HBase:CallTimeout"] = "00:00:07", ["HBase:Tls:HostNameVerification"] = "false" }).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddHBaseClient(options => options.FirstDelay = TimeSpan.FromMilliseconds(30)).BuildServiceProvider();
        var client = services.GetRequiredService<HBaseClient>();
        Assert.Same(client, services.GetRequiredService<HBaseClient>());
        var read = client.Core.Options;
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromMilliseconds(30), false), (read.CallTimeout, read.FirstDelay, read.Tls.HostNameVerification));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Container_MayBeDisposed_EitherWay(bool synchronously)
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddHBaseClient(options => options.Servers = "a:1").BuildServiceProvider();
        var client = services.GetRequiredService<HBaseClient>();
        if (synchronously)
            services.Dispose();
        else
            await services.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Core.Pool.ConnectionAsync(new ServerAddress("a", 1), RpcService.Client, TimeSpan.FromSeconds(1), default));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData(":t")]
    [InlineData("-t")]
    public async Task WhatIsNoNameOfATable_IsRefused(string name)
    {
        await using var client = new HBaseClient(new HBaseOptions { Servers = "a:1" });
        Assert.Throws<ArgumentException>(() => client.GetTable(name));
        Assert.Equal("t", client.GetTable("default:t").Name);
    }
}
