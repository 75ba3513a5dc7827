using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>Window rows as the table has them.</summary>
internal static class WindowRow
{
    /// <summary>How many microseconds a window takes.</summary>
    public const long Microseconds = 10_000_000;

    /// <summary>Where the high-water marks, the version, and the flags stand: behind the start and the totals.</summary>
    public const int High = 1 + TotalsColumns.Count;

    /// <summary>When a window starts.</summary>
    public static long StartOf(TumblingWindow window) => window.Number * Microseconds;

    /// <summary>The window that starts then.</summary>
    public static TumblingWindow WindowOf(long start) => TumblingWindow.FromNumber(start / Microseconds);

    /// <summary>Reads all rows of a query for all columns.</summary>
    public static List<WindowState> ReadAll(QueryResult result)
    {
        var states = new List<WindowState>();
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                states.Add(new WindowState(
                    WindowOf(result.Int64(0, row)),
                    TotalsColumns.Read(result, 1, row),
                    HighWaterMarksJson.Read(result.Bytes(High, row)),
                    result.Int64(High + 1, row),
                    result.Boolean(High + 2, row),
                    result.Boolean(High + 3, row)));
        return states;
    }
}
