using System.Text.Json;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.ClusterSilo.Stores;

/// <summary>A window's row as Redis keeps it.</summary>
internal sealed record WindowDocument(TripTotals Totals, Dictionary<string, long> High, long Version, bool Final, bool Amended)
{
    /// <summary>Writes <paramref name="state"/> down.</summary>
    public static byte[] Write(WindowState state) => JsonSerializer.SerializeToUtf8Bytes(new WindowDocument(
        state.Totals, state.High.ToDictionary(static mark => mark.Key.ToString(), static mark => mark.Value), state.Version, state.Final, state.Amended));

    /// <summary>Reads what <see cref="Write"/> wrote of the window numbered <paramref name="number"/>.</summary>
    public static WindowState Read(long number, byte[] json)
    {
        var document = JsonSerializer.Deserialize<WindowDocument>(json)!;
        return new WindowState(
            TumblingWindow.FromNumber(number),
            document.Totals,
            HighWaterMarks.From(document.High.Select(static mark => KeyValuePair.Create(PartitionId.Parse(mark.Key), mark.Value))),
            document.Version,
            document.Final,
            document.Amended);
    }
}
