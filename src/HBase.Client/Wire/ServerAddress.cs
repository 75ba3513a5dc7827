using System.Globalization;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Where a server listens.</summary>
internal readonly record struct ServerAddress(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>.</summary>
    public static bool TryParse(string text, out ServerAddress address)
    {
        var colon = text.LastIndexOf(':');
        var found = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 && colon > 0;
        address = found ? new ServerAddress(text[..colon].Trim(), port) : default;
        return found && address.Host.Length > 0;
    }

    /// <summary>The address of a server as HBase's messages name it.</summary>
    public static ServerAddress Of(Proto.ServerName name) => new(name.HostName, (int)name.Port);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
