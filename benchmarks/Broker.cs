using System.Globalization;

namespace OrleansLambda.Benchmarks;

/// <summary>A broker of Kafka on a free port, in a folder of its own. Needs <c>KAFKA_HOME</c>, a folder with a script <c>kafka start|kill DIR</c>.</summary>
public sealed class Broker : IDisposable
{
    private readonly string _folder;
    private readonly int _port = Ports.Free();

    private Broker(string folder) => _folder = folder;

    /// <summary>Where it is reached.</summary>
    public string Bootstrap => $"localhost:{_port}";

    /// <summary>Starts one with its files in <paramref name="folder"/>.</summary>
    public static async Task<Broker> StartAsync(string folder)
    {
        var broker = new Broker(folder);
        await broker.DoAsync("start");
        return broker;
    }

    /// <inheritdoc/>
    public void Dispose() => DoAsync("kill").GetAwaiter().GetResult();

    private Task<string> DoAsync(string what) =>
        Tool.RunAsync(Tool.Home("KAFKA_HOME", "kafka"), [what, _folder], ("KAFKA_PORT", _port.ToString(CultureInfo.InvariantCulture)));
}
