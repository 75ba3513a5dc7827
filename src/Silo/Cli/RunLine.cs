using System.Globalization;

namespace OrleansLambda.Silo.Cli;

/// <summary>What verbs print of a batch run that has ended.</summary>
internal static class RunLine
{
    /// <summary>Prints how many days it wrote, and how long it took.</summary>
    public static void Print(RunStatus run) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Aggregated {run.DaysWritten:N0} days in {(run.EndedAt - run.StartedAt)?.TotalSeconds:N2} s"));
}
