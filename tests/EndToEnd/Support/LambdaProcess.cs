using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>The program in a process of its own, with what it has printed so far.</summary>
public sealed partial class LambdaProcess : IAsyncDisposable
{
    private const int Interrupt = 2;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LambdaProcess(Process process) => _process = process;

    /// <summary>Completed with the first line of output.</summary>
    public Task FirstLine => _firstLine.Task;

    /// <summary>Everything printed so far, on both channels.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join(Environment.NewLine, _lines);
        }
    }

    /// <summary>Starts the program with <paramref name="args"/> on a data folder.</summary>
    public static LambdaProcess Start(string dataDirectory, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Repository.Program);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.ArgumentList.Add("--data-dir");
        start.ArgumentList.Add(dataDirectory);
        var process = new Process { StartInfo = start };
        var lambda = new LambdaProcess(process);
        process.OutputDataReceived += lambda.Keep;
        process.ErrorDataReceived += lambda.Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return lambda;
    }

    /// <summary>Starts a verb and waits for its end.</summary>
    /// <returns>What it printed. Fails the test when it exits with anything but 0.</returns>
    public static async Task<string> RunAsync(string dataDirectory, TimeSpan timeout, params string[] args)
    {
        await using var lambda = Start(dataDirectory, args);
        var exitCode = await lambda.ExitAsync(timeout);
        Assert.True(exitCode == 0, $"`{string.Join(' ', args)}` exited with {exitCode}:\n{lambda.Output}");
        return lambda.Output;
    }

    /// <summary>Waits for the process's end and returns its exit code.</summary>
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
            throw new TimeoutException($"The program had not ended after {timeout}. It printed:\n{Output}");
        }
    }

    /// <summary>Waits until <paramref name="text"/> was printed.</summary>
    public async Task PrintedAsync(string text, TimeSpan timeout)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (TimeProvider.System.GetElapsedTime(start) >= timeout)
                throw new TimeoutException($"After {timeout} the program had not printed '{text}'. It printed:\n{Output}");
            await Task.Delay(Poll);
        }
    }

    /// <summary>Whether the process has ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>kill -9: no chance to write anything any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void SendInterrupt() => Assert.Equal(0, Kill(_process.Id, Interrupt));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_lines)
            _lines.Add(line.Data);
        _firstLine.TrySetResult();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
