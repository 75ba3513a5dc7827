using System.Text;
using OrleansLambda.HBase.Client;

namespace OrleansLambda.Benchmarks;

/// <summary>Single calls, one after the other: a Get of a row, and beside it the least that a region server can be asked for.</summary>
/// <param name="Get">A Get of a row that is in the server's cache.</param>
/// <param name="RoundTrip">Whether a row exists that does not: nothing is found, and nothing sent back.</param>
public sealed record HBaseLatency(Percentiles Get, Percentiles RoundTrip)
{
    private const int Warm = 5_000;
    private const int Calls = 20_000;

    /// <summary>Measures both in turns, so that what else goes on concerns both.</summary>
    public static async Task<HBaseLatency> MeasureAsync(HBaseTable table, IReadOnlyList<byte[]> keys)
    {
        var (gets, trips) = (new List<TimeSpan>(Calls), new List<TimeSpan>(Calls));
        var missing = Encoding.UTF8.GetBytes("0|missing");
        for (var i = -Warm; i < Calls; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            if (await table.GetAsync(keys[(i + Warm) % keys.Count]) is null)
                throw new InvalidOperationException("A row that was written was not found.");
            var got = TimeProvider.System.GetTimestamp();
            await table.ExistsAsync(new Get(missing));
            if (i < 0)
                continue;
            gets.Add(TimeProvider.System.GetElapsedTime(start, got));
            trips.Add(TimeProvider.System.GetElapsedTime(got));
        }
        return new HBaseLatency(Percentiles.Of(gets), Percentiles.Of(trips));
    }
}
