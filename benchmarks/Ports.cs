using System.Net;
using System.Net.Sockets;

namespace OrleansLambda.Benchmarks;

/// <summary>Ports of this machine.</summary>
public static class Ports
{
    /// <summary>A port that is free, and so is the next one.</summary>
    public static int Free()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var next = new TcpListener(IPAddress.Loopback, port + 1);
                next.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another pair.
            }
        }
    }
}
