namespace OrleansLambda.HBase.Client;

/// <summary>A process of a cluster.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Port">The port that it serves on.</param>
/// <param name="StartCode">When it started, in milliseconds since 1970: tells it from one that was in its place before.</param>
public sealed record ServerDescription(string Host, int Port, long StartCode)
{
    internal static ServerDescription Of(Proto.ServerName name) => new(name.HostName, (int)name.Port, (long)name.StartCode);

    internal Proto.ServerName ToProto() => new() { HostName = Host, Port = (uint)Port, StartCode = (ulong)StartCode };
}
