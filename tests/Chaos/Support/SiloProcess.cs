using System.Net;
using System.Text.Json;

namespace OrleansLambda.Chaos.Support;

/// <summary>One silo of a cluster in a process of its own, with its API. Killed or stopped, it can be started again on its ports.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "OrleansLambda.ClusterSilo.dll");

    private readonly string[] _args;
    private readonly Dictionary<string, string> _environment;
    private readonly HttpClient _http;
    private readonly List<Child> _lives = [];

    /// <summary>A silo that is not started yet.</summary>
    /// <param name="name">What the test calls it.</param>
    /// <param name="folder">Its data folder.</param>
    /// <param name="store">The Redis database that keeps the stores, and membership.</param>
    /// <param name="kafka">The broker.</param>
    /// <param name="topic">The log's topic, and the cluster's name.</param>
    /// <param name="settings">Other settings.</param>
    public SiloProcess(string name, string folder, string store, string kafka, string topic, params string[] settings)
    {
        Name = name;
        Url = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        _environment = new() { ["CLUSTER_SILO_STORE"] = store };
        _http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(3) };
        _args =
        [
            "run", "--mode", "cluster", "--data-dir", Path.Combine(folder, name), "--urls", Url.ToString(),
            $"--Cluster:Redis={store}", $"--Cluster:ClusterId={topic}", $"--Cluster:ServiceId={topic}",
            $"--Cluster:SiloPort={FreePorts.Take()}", $"--Cluster:GatewayPort={FreePorts.Take()}",
            $"--Kafka:BootstrapServers={kafka}", $"--Kafka:Topic={topic}", "--Ingest:Enabled=false", .. settings,
        ];
    }

    /// <summary>What the test calls it.</summary>
    public string Name { get; }

    /// <summary>Where its API is.</summary>
    public Uri Url { get; }

    /// <summary>Whether its process runs, frozen or not.</summary>
    public bool Runs => _lives is [.., { HasExited: false }];

    /// <summary>How often it was started.</summary>
    public int Lives => _lives.Count;

    /// <summary>Whether it was hung and not let go yet.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>What it has printed, in its present life and the ones before.</summary>
    public string Output => string.Join("\n", _lives.Select((life, number) => $"-- {Name}, life {number + 1}\n{life.Output}"));

    /// <summary>Its process.</summary>
    public Child Process => _lives.LastOrDefault() ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Starts it and does not wait.</summary>
    public void Start()
    {
        IsFrozen = false;
        _lives.Add(Child.Start("dotnet", [Program, .. _args], _environment));
    }

    /// <summary>Hangs it: it runs no further, and nobody is told.</summary>
    public async Task FreezeAsync()
    {
        IsFrozen = true;
        await Process.FreezeAsync();
    }

    /// <summary>Lets it run on.</summary>
    public void Continue()
    {
        Process.SendContinue();
        IsFrozen = false;
    }

    /// <summary>The answer's JSON, or null where there was none with status 200.</summary>
    public async Task<JsonElement?> GetAsync(string path, CancellationToken limit = default)
    {
        var (status, body) = await AskAsync(path, limit);
        return status == HttpStatusCode.OK ? body : null;
    }

    /// <summary>The answer's status and JSON; status 0 where there was no answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(string path, CancellationToken limit = default)
    {
        try
        {
            using var response = await _http.GetAsync(path, limit);
            await using var body = await response.Content.ReadAsStreamAsync(limit);
            return (response.StatusCode, await JsonSerializer.DeserializeAsync<JsonElement>(body, cancellationToken: limit));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            return default;
        }
    }

    /// <summary>What keeps it from being ready, or null when it is.</summary>
    public async Task<string?> MissingAsync()
    {
        if (!Runs)
            return $"{Name}, which has ended";
        var (status, body) = await AskAsync("/health/ready");
        return status == HttpStatusCode.OK ? null : $"{Name}, which is not ready: {(int)status} {body}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var life in _lives)
            await life.DisposeAsync();
    }
}
