using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansLambda.Chaos.Support;

/// <summary>A process that a test has started, with the end of what it has printed.</summary>
public sealed partial class Child : IAsyncDisposable
{
    private const int MaxLines = 2_000;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Freeze = 19;

    private readonly Process _process;
    private readonly LinkedList<string> _lines = [];

    private Child(Process process) => _process = process;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed, on both channels.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join(Environment.NewLine, _lines);
        }
    }

    /// <summary>Starts a program.</summary>
    public static Child Start(string program, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var child = new Child(new Process { StartInfo = start });
        child._process.OutputDataReceived += child.Keep;
        child._process.ErrorDataReceived += child.Keep;
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} had not ended after {timeout}. It printed:\n{Output}");
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>What a supervisor sends for a stop.</summary>
    public void SendTerminate() => Send(Terminate);

    /// <summary>Hangs it: it runs no further, and nobody is told.</summary>
    public Task FreezeAsync()
    {
        Send(Freeze);
        return Pausing.StoppedAsync(_process.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Lets it run on.</summary>
    public void SendContinue() => Send(Continue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Send(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} was not taken by process {_process.Id}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_lines)
        {
            _lines.AddLast(line.Data);
            if (_lines.Count > MaxLines)
                _lines.RemoveFirst();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
