using System.Net;
using System.Net.Sockets;

namespace OrleansLambda.Chaos.Support;

/// <summary>Ports that nobody listens on.</summary>
internal static class Ports
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that is free now, and was not given before: servers come back to theirs after a kill.</summary>
    public static int Free()
    {
        lock (Gate)
        {
            while (true)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                if (Given.Add(port))
                    return port;
            }
        }
    }
}
