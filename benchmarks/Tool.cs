using System.Diagnostics;

namespace OrleansLambda.Benchmarks;

/// <summary>Scripts that start servers and peers.</summary>
public static class Tool
{
    /// <summary>The script <paramref name="name"/> in the folder that <paramref name="variable"/> names.</summary>
    /// <exception cref="InvalidOperationException">The variable is not set, or the script is not there.</exception>
    public static string Home(string variable, string name)
    {
        var folder = Environment.GetEnvironmentVariable(variable)
            ?? throw new InvalidOperationException($"{variable} is not set; it names the folder that holds the script '{name}'.");
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{variable} is '{folder}', which holds no script '{name}'.");
    }

    /// <summary>Runs a script to its end; what it prints.</summary>
    /// <exception cref="InvalidOperationException">It did not end with exit code 0.</exception>
    public static async Task<string> RunAsync(string path, string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{path} {string.Join(' ', args)} ended with {process.ExitCode}:\n{output}");
    }
}
