using StackExchange.Redis;

namespace OrleansLambda.Chaos.Support;

/// <summary>A redis-server on a free port that answers only for what is on the disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly int _port = FreePorts.Take();
    private Child? _process;
    private int _databases;

    /// <summary>A server that is not started yet.</summary>
    public RedisServer(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>host:port.</summary>
    public string Address => $"127.0.0.1:{_port}";

    /// <summary>A database of the server that no other test uses.</summary>
    public string NewDatabase() => $"{Address},defaultDatabase={Interlocked.Increment(ref _databases)}";

    /// <summary>Starts a server in <paramref name="folder"/>. Skips the test where there is none to start.</summary>
    public static async Task<RedisServer> StartAsync(string folder)
    {
        Assert.SkipUnless(Programs.Find("redis-server") is not null, "redis-server is not on the path; the Debian package redis-server has it.");
        var server = new RedisServer(folder);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, on the port and the files it had, and returns once it answers.</summary>
    public async Task StartAsync()
    {
        _process = Child.Start("redis-server",
        [
            "--bind", "127.0.0.1", "--port", $"{_port}", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--databases", "64",
        ]);
        var start = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new InvalidOperationException($"redis-server did not start. It printed:\n{_process.Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Address},connectTimeout=500,connectRetry=0");
            await connection.GetDatabase().PingAsync();
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false; // It is starting, or loads what it had.
        }
    }
}
