using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansLambda.Benchmarks;

/// <summary>The program while it runs.</summary>
public sealed partial class RunningProgram : IDisposable
{
    private const int Terminate = 15; // A shell that starts the runner in the background has it ignore the other one, Ctrl-C.

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private RunningProgram(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>How long it has been running.</summary>
    public double Seconds => TimeProvider.System.GetElapsedTime(_began).TotalSeconds;

    /// <summary>How much time of the processor it has taken.</summary>
    public double ProcessorSeconds => Refreshed.TotalProcessorTime.TotalSeconds;

    /// <summary>The memory that is resident.</summary>
    public long Megabytes => Refreshed.WorkingSet64 >> 20;

    /// <summary>The most memory that was resident.</summary>
    public long PeakMegabytes => Refreshed.PeakWorkingSet64 >> 20;

    /// <summary>Starts a verb on a data folder.</summary>
    public static RunningProgram Start(string dataDirectory, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var arg in (string[])[MeasuredProcess.Program(), .. args, "--data-dir", dataDirectory])
            start.ArgumentList.Add(arg);
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Throws where it has ended, with what it printed.</summary>
    public void ThrowIfEnded()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The program ended with {_process.ExitCode}:\n{_output.GetAwaiter().GetResult()}");
    }

    /// <summary>Stops it as a supervisor does, and waits for its end.</summary>
    public async Task StopAsync()
    {
        _ = Kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private Process Refreshed
    {
        get
        {
            _process.Refresh();
            return _process;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
