using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansLambda.RealServers;

/// <summary>
/// Ports that nobody listens on, and that no process's tests were given before: servers come back to theirs after a kill. They
/// lie below those that the system gives to outgoing connections; from there, a client that tries to reach a killed server
/// would sooner or later be given the server's port for its own end, and keep the server from coming back.
/// </summary>
public static class FreePorts
{
    private const int Lowest = 10_000;
    private const string SystemRange = "/proc/sys/net/ipv4/ip_local_port_range";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, FileStream> Claims = [];
    private static readonly DirectoryInfo Folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "lambda-ports"));
    private static readonly int Beyond = FirstOfTheSystem();

    // Processes begin apart from each other.
    private static int _next = Lowest + (int)((uint)Environment.ProcessId * 2_654_435_761 % (uint)(Beyond - Lowest));

    /// <summary>The first of <paramref name="count"/> ports in a row, which are this process's until it ends.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static int Take(int count = 1)
    {
        lock (Gate)
        {
            for (var tries = Lowest; tries < Beyond; tries++)
            {
                var first = _next + count <= Beyond ? _next : Lowest;
                var free = Enumerable.Range(first, count).TakeWhile(IsFree).Count();
                _next = first + Math.Max(free, 1);
                if (free == count && TryClaim(first, count))
                    return first;
            }
            throw new InvalidOperationException($"There are no {count} free ports in a row from {Lowest} to {Beyond}.");
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // A file that is open is a port that is taken; the system closes it however the process ends.
    private static bool TryClaim(int first, int count)
    {
        var claims = new Dictionary<int, FileStream>();
        try
        {
            foreach (var port in Enumerable.Range(first, count))
                claims.Add(port, new FileStream(Path.Combine(Folder.FullName, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException)
        {
            foreach (var claim in claims.Values)
                claim.Dispose();
            return false;
        }
        foreach (var (port, claim) in claims)
            Claims.Add(port, claim);
        return true;
    }

    // Where the system gives out almost all ports, there are none to prefer.
    private static int FirstOfTheSystem() =>
        File.Exists(SystemRange)
        && int.Parse(File.ReadAllText(SystemRange).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) is > 2 * Lowest and var first
            ? first
            : 32_768;
}
