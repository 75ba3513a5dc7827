using System.Globalization;
using Spectre.Console;

namespace OrleansLambda.Silo.Cli;

/// <summary>Shows how far a piece of work is: a bar where the output is a terminal, a line every two seconds where it is not.</summary>
public static class ProgressDisplay
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(2);

    /// <summary>Asks <paramref name="read"/> for the progress, again and again, until it is complete.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="read">Tells how far the work is.</param>
    /// <param name="cancellationToken">Stops showing.</param>
    public static Task ShowAsync(string title, Func<Task<Progress>> read, CancellationToken cancellationToken) =>
        Console.IsOutputRedirected ? ShowLinesAsync(title, read, cancellationToken) : ShowBarAsync(title, read, cancellationToken);

    private static async Task ShowLinesAsync(string title, Func<Task<Progress>> read, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(BarPeriod);
        var shown = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var progress = await read();
            if (progress.Complete || TimeProvider.System.GetElapsedTime(shown) >= LinePeriod)
            {
                Console.WriteLine($"{title}: {Describe(progress)}");
                shown = TimeProvider.System.GetTimestamp();
            }
            if (progress.Complete)
                return;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static Task ShowBarAsync(string title, Func<Task<Progress>> read, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title, maxValue: 1);
                using var timer = new PeriodicTimer(BarPeriod);
                while (true)
                {
                    var progress = await read();
                    bar.Value = progress.Done;
                    bar.Description = Markup.Escape($"{title}: {Describe(progress)}");
                    if (progress.Complete)
                        return;
                    await timer.WaitForNextTickAsync(cancellationToken);
                }
            });

    private static string Describe(Progress progress)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{progress.Count:N0} {progress.Unit}");
        if (progress.PerSecond > 0)
            text += string.Create(CultureInfo.InvariantCulture, $", {progress.PerSecond:N0}/s");
        return progress.Eta is { } eta && !progress.Complete
            ? string.Create(CultureInfo.InvariantCulture, $"{text}, {progress.Done:P0}, {eta:hh\\:mm\\:ss} to go")
            : text;
    }
}
