using System.Globalization;

namespace OrleansLambda.RealServers;

/// <summary>A broker as a process, by the script <c>kafka</c> in the folder that <c>KAFKA_HOME</c> names.</summary>
public sealed class KafkaProcess : IKafkaServer
{
    private readonly string _script;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-kafka-");
    private readonly int _port = FreePorts.Take(3);

    private KafkaProcess(string script) => _script = script;

    /// <inheritdoc/>
    public string BootstrapServers => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>A port that its settings may use for another listener.</summary>
    public int SparePort => _port + 2;

    /// <summary>The broker's folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What it has printed since it was started last, where it has been started.</summary>
    public string Output => File.Exists(Path.Combine(Folder, "kafka.log")) ? File.ReadAllText(Path.Combine(Folder, "kafka.log")) : "";

    /// <summary>The script, where <c>KAFKA_HOME</c> is set and has one; else null.</summary>
    public static string? FindScript() =>
        Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home && File.Exists(Path.Combine(home, "kafka")) ? Path.Combine(home, "kafka") : null;

    /// <summary>Starts a broker.</summary>
    /// <param name="script">What <see cref="FindScript"/> found.</param>
    /// <param name="properties">What its settings are to have beside the script's, given its folder and its port.</param>
    public static Task<KafkaProcess> StartAsync(string script, Func<string, int, string>? properties = null) => Starting.RunAsync(
        () => new KafkaProcess(script),
        async server =>
        {
            if (properties is not null)
                await File.WriteAllTextAsync(Path.Combine(server.Folder, "extra.properties"), properties(server.Folder, server._port));
            await server.StartAsync();
        });

    /// <inheritdoc/>
    public Task StartAsync() => RunAsync("start");

    /// <inheritdoc/>
    public Task KillAsync() => RunAsync("kill");

    /// <inheritdoc/>
    public Task PauseAsync() => Pausing.PauseAsync(PidFile);

    /// <inheritdoc/>
    public Task ResumeAsync() => Pausing.ResumeAsync(PidFile);

    /// <summary>Runs one of Kafka's own tools.</summary>
    public Task ToolAsync(params string[] arguments) => Command.RunAsync(_script, ["tool", .. arguments], Environs);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(PidFile))
            await KillAsync();
        await Starting.RemoveAsync(_folder);
    }

    private string PidFile => Path.Combine(Folder, "kafka.pid");

    private Dictionary<string, string> Environs => new() { ["KAFKA_PORT"] = _port.ToString(CultureInfo.InvariantCulture), ["KAFKA_HEAP"] = "384m" };

    private Task RunAsync(string verb) => Command.RunAsync(_script, [verb, Folder], Environs);
}
