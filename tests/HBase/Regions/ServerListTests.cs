using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Regions;

public sealed class ServerListTests
{
    private static readonly ServerAddress[] Configured = [Server(1), Server(2)];

    [Fact]
    public void WhatTheClusterNames_ComesBehindTheSettings_EachOnce()
    {
        var servers = new ServerList(Configured);
        servers.Learn([Server(3), Server(2), Server(3), Server(4)]);
        Assert.Equal([Server(1), Server(2), Server(3), Server(4)], servers.InOrder());
    }

    [Fact]
    public void WhatIsNamedNoMore_IsForgotten_ButForTheSettings()
    {
        var servers = new ServerList(Configured);
        servers.Learn([Server(3), Server(4)]);
        servers.Learn([Server(4)]);
        Assert.Equal([Server(1), Server(2), Server(4)], servers.InOrder());
        servers.Learn([]);
        Assert.Equal([Server(1), Server(2), Server(4)], servers.InOrder());
    }

    [Fact]
    public void TheOneThatAnsweredLast_ComesFirst()
    {
        var servers = new ServerList(Configured);
        servers.Learn([Server(3)]);
        servers.Prefer(Server(3));
        Assert.Equal([Server(3), Server(1), Server(2)], servers.InOrder());
        servers.Learn([Server(4)]);
        Assert.Equal([Server(1), Server(2), Server(4)], servers.InOrder());
    }

    [Fact]
    public void List_IsBounded()
    {
        var servers = new ServerList(Configured);
        servers.Learn(Enumerable.Range(10, 1_000).Select(Server));
        Assert.Equal(Configured.Length + ServerList.MaxLearnt, servers.InOrder().Length);
    }

    private static ServerAddress Server(int number) => new($"s{number}", 1);
}
