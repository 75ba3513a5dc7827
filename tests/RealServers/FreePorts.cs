using System.Net;
using System.Net.Sockets;

namespace OrleansLambda.RealServers;

/// <summary>Ports that nobody listens on.</summary>
internal static class FreePorts
{
    /// <summary>The first of <paramref name="count"/> ports in a row.</summary>
    public static int Take(int count)
    {
        while (true)
        {
            var listeners = new List<TcpListener>();
            try
            {
                listeners.Add(Listen(0));
                var first = ((IPEndPoint)listeners[0].LocalEndpoint).Port;
                for (var i = 1; i < count; i++)
                    listeners.Add(Listen(first + i));
                return first;
            }
            catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
            {
                // One of them is taken; look further.
            }
            finally
            {
                listeners.ForEach(listener => listener.Dispose());
            }
        }
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }
}
