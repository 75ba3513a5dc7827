using System.Net.Sockets;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>Each connection leads to a fake server that answers every call with the row that it asks for as the value.</summary>
internal sealed class AnsweringDialer : IDialer
{
    private readonly List<FakeServer> _servers = [];
    private int _pings;

    /// <summary>Whether the servers take what is sent and answer nothing, as if they were gone without a word.</summary>
    public bool Silent { get; set; }

    /// <summary>How many pings have come.</summary>
    public int Pings => Volatile.Read(ref _pings);

    /// <summary>How many of the next attempts fail.</summary>
    public int Failures { get; set; }

    /// <summary>The servers, one a connection.</summary>
    public FakeServer[] Servers
    {
        get
        {
            lock (_servers)
                return [.. _servers];
        }
    }

    public async Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation)
    {
        await Task.Yield();
        if (Failures-- > 0)
            throw new SocketException((int)SocketError.ConnectionRefused);
        var server = new FakeServer();
        lock (_servers)
            _servers.Add(server);
        _ = AnswerAsync(server);
        return server.Transport;
    }

    private async Task AnswerAsync(FakeServer server)
    {
        await server.ReadHelloAsync();
        while (true)
        {
            var (header, parameter, _) = await server.ReadCallAsync();
            var silent = Silent; // As it is before a test that counts pings sees this one.
            if (header.MethodName != "Get")
                Interlocked.Increment(ref _pings);
            if (silent)
                continue;
            await server.SendAsync(header.MethodName == "Get"
                ? FakeServer.GetAnswer(header.CallId, Proto.GetRequest.Parser.ParseFrom(parameter).Get.Row.ToByteArray())
                : FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, new Proto.MultiResponse()));
        }
    }
}
