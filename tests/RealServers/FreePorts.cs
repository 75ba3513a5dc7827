using System.Net;
using System.Net.Sockets;

namespace OrleansLambda.RealServers;

/// <summary>Ports that nobody listens on, and that were not given before: servers come back to theirs after a kill.</summary>
public static class FreePorts
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>The first of <paramref name="count"/> ports in a row.</summary>
    public static int Take(int count = 1)
    {
        lock (Gate)
        {
            while (true)
            {
                var first = Find(count);
                var ports = Enumerable.Range(first, count);
                if (Given.Overlaps(ports))
                    continue;
                Given.UnionWith(ports);
                return first;
            }
        }
    }

    private static int Find(int count)
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
