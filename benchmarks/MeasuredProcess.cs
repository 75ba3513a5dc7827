using System.Diagnostics;
using System.Globalization;

namespace OrleansLambda.Benchmarks;

/// <summary>The program, run to its end.</summary>
/// <param name="Seconds">From the start of the process to its end.</param>
/// <param name="PeakMegabytes">The most memory that was resident.</param>
/// <param name="Output">What it printed.</param>
public sealed record MeasuredProcess(double Seconds, long PeakMegabytes, string Output)
{
    /// <summary>Runs a verb on a data folder.</summary>
    /// <exception cref="InvalidOperationException">It did not end with exit code 0.</exception>
    public static async Task<MeasuredProcess> RunAsync(string dataDirectory, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Program());
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.ArgumentList.Add("--data-dir");
        start.ArgumentList.Add(dataDirectory);
        var began = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
        {
            process.Refresh();
            peak = Math.Max(peak, process.PeakWorkingSet64);
        }
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The program ended with {process.ExitCode}:\n{await output}");
        return new MeasuredProcess(seconds, peak >> 20, await output);
    }

    /// <summary>The number that the program printed behind <paramref name="words"/>.</summary>
    public double Number(string words)
    {
        var at = Output.LastIndexOf(words, StringComparison.Ordinal);
        return at >= 0
            ? double.Parse(Output[(at + words.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"'{words}' is not in what the program printed:\n{Output}");
    }

    internal static string Program()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = folder.Parent!.Name;
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.Lambda.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Benchmarks run inside the checkout.");
        return Path.Combine(folder.FullName, "src", "Silo", "bin", configuration, "net10.0", "orleans-lambda.dll");
    }
}
