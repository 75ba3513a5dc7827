using System.Globalization;
using System.Text;

namespace OrleansLambda.Cluster.Support;

/// <summary>Makes events.</summary>
public static class Rides
{
    /// <summary>The start of a window that lies long ago, so that it is final when it is first written.</summary>
    public static readonly DateTimeOffset Past = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An event at <paramref name="time"/>.</summary>
    public static ReadOnlyMemory<byte> At(DateTimeOffset time, decimal amount = 1.25m) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"tpep_pickup_datetime":"{{EventTime.Format(time)}}","total_amount":{{amount}},"passenger_count":1}"""));

    /// <summary>What is no event.</summary>
    public static ReadOnlyMemory<byte> Poison(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"poison {number}"));

    /// <summary><paramref name="count"/> events over <paramref name="windows"/> windows from <see cref="Past"/> on, amounts of many sizes, from a seed.</summary>
    public static ReadOnlyMemory<byte>[] Spread(int seed, int count, int windows)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => At(Past.AddMilliseconds(random.Next(windows * 10_000)), random.Next(1, 100_000) / 100m))];
    }
}
