using System.Diagnostics;

namespace OrleansLambda.RealServers;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    // The script that starts HBase waits for its servers one after the other, for up to four and a half minutes in all.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    /// <exception cref="InvalidOperationException">It failed, or did not end within six minutes; the message has what it said.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {Limit}.");
        }
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await errors}{await output}");
    }
}
