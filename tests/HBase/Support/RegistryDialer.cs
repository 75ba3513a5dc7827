using System.Net.Sockets;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>A cluster of fake servers that tell of each other; each answers, hangs or refuses connections.</summary>
internal sealed class RegistryDialer : IDialer
{
    private readonly Lock _lock = new();
    private readonly List<string> _asked = [];

    /// <summary>The masters that the servers name.</summary>
    public HashSet<string> Masters { get; } = [];

    /// <summary>The region servers that the servers name.</summary>
    public HashSet<string> RegionServers { get; } = [];

    /// <summary>Those that take a call and do not answer.</summary>
    public HashSet<string> Hanging { get; } = [];

    /// <summary>Those that are gone.</summary>
    public HashSet<string> Gone { get; } = [];

    /// <summary>Each call so far: host and method.</summary>
    public string[] Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    public async Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation)
    {
        await Task.Yield();
        lock (_lock)
        {
            if (Gone.Contains(address.Host))
                throw new SocketException((int)SocketError.ConnectionRefused);
        }
        var server = new FakeServer();
        _ = AnswerAsync(address.Host, server);
        return server.Transport;
    }

    private async Task AnswerAsync(string host, FakeServer server)
    {
        await server.ReadHelloAsync();
        while (true)
        {
            var (header, _, _) = await server.ReadCallAsync();
            lock (_lock)
            {
                _asked.Add($"{host} {header.MethodName}");
                if (Gone.Contains(host))
                    server.Close();
                if (Hanging.Contains(host) || Gone.Contains(host))
                    continue;
            }
            await server.SendAsync(FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, Answer(header.MethodName)));
        }
    }

    private IMessage Answer(string method)
    {
        switch (method)
        {
            case "GetActiveMaster":
                return new Proto.GetActiveMasterResponse { ServerName = Name(Masters.First()) };
            case "GetMasters":
                var masters = new Proto.GetMastersResponse();
                masters.MasterServers.AddRange(Masters.Select((master, i) => new Proto.GetMastersResponseEntry { ServerName = Name(master), IsActive = i == 0 }));
                return masters;
            case "GetBootstrapNodes":
                var nodes = new Proto.GetBootstrapNodesResponse();
                nodes.ServerName.AddRange(RegionServers.Select(Name));
                return nodes;
            default:
                return new Proto.GetClusterIdResponse { ClusterId = "fake" };
        }
    }

    private static Proto.ServerName Name(string host) => new() { HostName = host, Port = 1, StartCode = 7 };
}
