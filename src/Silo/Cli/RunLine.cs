using System.Globalization;

namespace OrleansLambda.Silo.Cli;

/// <summary>What verbs print of work that has ended.</summary>
internal static class RunLine
{
    /// <summary>Prints why it failed, and returns the exit code of that.</summary>
    public static async Task<int> FailAsync(string error)
    {
        await Console.Error.WriteLineAsync($"error: {error}");
        return 1;
    }

    /// <summary>Prints how many days it wrote, and how long it took.</summary>
    public static void Print(RunStatus run) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Aggregated {run.DaysWritten:N0} days in {(run.EndedAt - run.StartedAt)?.TotalSeconds:N2} s"));
}
