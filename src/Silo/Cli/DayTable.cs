using System.Globalization;
using OrleansLambda.Grains.Serving;
using Spectre.Console;

namespace OrleansLambda.Silo.Cli;

/// <summary>Prints the days of the merged view.</summary>
public static class DayTable
{
    private const int MaxRows = 62;
    private const int FileWidth = 160;

    /// <summary>Prints the last days, at most two months of them.</summary>
    public static Task PrintAsync(DayReader reader, CancellationToken cancellationToken) =>
        PrintAsync(reader, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);

    /// <summary>Prints the last of the days from <paramref name="first"/> to <paramref name="last"/>, at most two months of them.</summary>
    public static async Task PrintAsync(DayReader reader, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var days = new Queue<DayView>();
        DateOnly? next = first;
        var all = 0;
        while (next is { } from)
        {
            var page = await reader.ReadAsync(from, last, DayReader.MaxLimit, cancellationToken);
            foreach (var day in page.Days)
            {
                all++;
                days.Enqueue(day);
                if (days.Count > MaxRows)
                    days.Dequeue();
            }
            next = page.Next;
        }
        // Where the output goes to a file there is no width to fit into.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = FileWidth;
        AnsiConsole.Write(Format(days));
        if (all > days.Count)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The last {days.Count:N0} of {all:N0} days."));
    }

    private static Table Format(IEnumerable<DayView> days)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("date").NoWrap());
        foreach (var name in (string[])["rides", "total", "fare", "tip", "miles", "passengers"])
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        table.AddColumn("from");
        foreach (var day in days)
        {
            var totals = day.Totals;
            table.AddRow(
                day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Text(totals.Rides, "N0"),
                Text(totals.TotalAmount, "N2"),
                Text(totals.FareAmount, "N2"),
                Text(totals.TipAmount, "N2"),
                Text(totals.TripDistance, "N2"),
                Text(totals.PassengerCount, "N0"),
                day.Source == DaySource.Batch ? "batch" : "speed");
        }
        return table;
    }

    private static string Text(IFormattable number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
