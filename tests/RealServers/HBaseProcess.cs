using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansLambda.RealServers;

/// <summary>
/// A cluster of HBase as processes - ZooKeeper, a master and region servers - by the script <c>hbase</c> in the folder that
/// <c>HBASE_HOME</c> names, in a folder and on ports of its own.
/// </summary>
public sealed class HBaseProcess : IAsyncDisposable
{
    // ZooKeeper; master and its page ten further; two region servers and their pages ten further.
    private const int Ports = 36;
    private const int MasterAt = 2;
    private const int FirstRegionServerAt = 20;
    private const int PagesBehind = 10;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly string _script;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-hbase-");
    private readonly int _port = FreePorts.Take(Ports);

    private HBaseProcess(string script) => _script = script;

    /// <summary>Where the master listens, as host:port.</summary>
    public string Master => At(MasterAt);

    /// <summary>Where the first region server listens, as host:port.</summary>
    public string RegionServer => RegionServerAt(1);

    /// <summary>The cluster's folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The script, where <c>HBASE_HOME</c> is set and has one; else null.</summary>
    public static string? FindScript() =>
        Environment.GetEnvironmentVariable("HBASE_HOME") is { Length: > 0 } home && File.Exists(Path.Combine(home, "hbase")) ? Path.Combine(home, "hbase") : null;

    /// <summary>Starts a cluster; returns once it answers.</summary>
    /// <param name="script">What <see cref="FindScript"/> found.</param>
    /// <param name="regionServers">How many region servers, 1 or 2.</param>
    /// <param name="settings">What its settings are to have beside the script's.</param>
    public static Task<HBaseProcess> StartAsync(string script, int regionServers, params (string Name, string Value)[] settings) => Starting.RunAsync(
        () => new HBaseProcess(script) { Roles = ["zookeeper", "master", .. Enumerable.Range(1, regionServers).Select(number => $"regionserver{number}")] },
        async server =>
        {
            var lines = settings.Select(setting => $"<property><name>{setting.Name}</name><value>{setting.Value}</value></property>");
            await File.WriteAllLinesAsync(Path.Combine(server.Folder, "extra-site.xml"), lines);
            await server.RunAsync("start", server.Folder, regionServers.ToString(CultureInfo.InvariantCulture));
        });

    /// <summary>The cluster's processes, by their roles: ZooKeeper, the master and the region servers.</summary>
    public IReadOnlyList<string> Roles { get; private init; } = [];

    /// <summary>Where a region server listens, as host:port.</summary>
    /// <param name="number">1 or 2.</param>
    public string RegionServerAt(int number) => At(FirstRegionServerAt + number - 1);

    /// <summary>Whether a process has been started and has not ended.</summary>
    public bool IsRunning(string role)
    {
        var file = PidFile(role);
        if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var pid))
            return false;
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // There is no such process.
        }
    }

    /// <summary>Ends a process as a crash does. What it had on its disk stays.</summary>
    /// <param name="role"><c>master</c>, <c>zookeeper</c>, <c>regionserver1</c>, <c>regionserver2</c>.</param>
    public Task KillAsync(string role) => RunAsync("kill", Folder, role);

    /// <summary>Starts a process again; it need not answer yet when this returns.</summary>
    /// <exception cref="InvalidOperationException">It was not there within 30 seconds.</exception>
    public async Task RestartAsync(string role)
    {
        var file = PidFile(role);
        File.Delete(file); // That of the process before it.
        await RunAsync("restart", Folder, role);
        // The script does not wait for the process, which writes its id itself.
        var start = TimeProvider.System.GetTimestamp();
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                throw new InvalidOperationException($"{role} of {Folder} was started again, and had no id after {Limit}.");
            await Task.Delay(Poll);
        }
    }

    /// <summary>Makes a process hang: connections stay open, nothing is answered.</summary>
    public Task PauseAsync(string role) => Pausing.PauseAsync(PidFile(role));

    /// <summary>Lets it go on.</summary>
    public Task ResumeAsync(string role) => Pausing.ResumeAsync(PidFile(role));

    /// <summary>A number that a region server tells of itself on its page for JMX; it is up to ten seconds old. Null where the page does not have it now.</summary>
    /// <param name="number">1 or 2.</param>
    /// <param name="name">The number's name there.</param>
    public async Task<long?> MetricAsync(int number, string name)
    {
        using var http = new HttpClient();
        var page = Encoding.UTF8.GetString(await http.GetByteArrayAsync(new Uri($"http://localhost:{Number(FirstRegionServerAt + number - 1 + PagesBehind)}/jmx")));
        return Regex.Match(page, $"\"{Regex.Escape(name)}\"\\s*:\\s*(\\d+)") is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Runs commands in HBase's own shell and returns what it says: a second reader, and a second writer.</summary>
    public async Task<string> ShellAsync(string commands)
    {
        var start = new ProcessStartInfo(_script, ["shell", Folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environs)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{_script} did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteLineAsync(commands);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        await errors;
        return await output;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop", Folder);
        await Starting.RemoveAsync(_folder);
    }

    private Dictionary<string, string> Environs => new()
    {
        ["HBASE_ZK_PORT"] = Number(0),
        ["HBASE_MASTER_PORT"] = Number(MasterAt),
        ["HBASE_REGIONSERVER_PORT"] = Number(FirstRegionServerAt),
        ["HBASE_HEAP"] = "768m",
    };

    private string Number(int offset) => (_port + offset).ToString(CultureInfo.InvariantCulture);

    private string At(int offset) => $"localhost:{Number(offset)}";

    private string PidFile(string role) => Path.Combine(Folder, $"{role}.pid");

    private Task RunAsync(params string[] arguments) => Command.RunAsync(_script, arguments, Environs);
}
