using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

/// <summary>Chunks of which any part is there.</summary>
public sealed class TripAppendTests(Cluster cluster)
{
    private const int Rows = 20_000; // More of them in each bucket than are looked for at once.
    private static readonly DateOnly Date = new(2024, 1, 1);

    [Theory]
    [InlineData(1, 0.02, 1, false)]
    [InlineData(2, 0.5, 1, true)]
    [InlineData(3, 0.98, 1, true)]
    [InlineData(4, 0.5, 0.02, false)] // Far more lies between those that are looked for.
    [InlineData(5, 0.9, 0.2, true)]
    public async Task Append_AddsWhatIsMissing_WhateverIsThere(int seed, double stored, double asked, bool onDisk)
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Trips, TableShape.State);
        using var store = new HBaseTripStore(opened);
        var random = new Random(seed);
        var all = Trips(random, "this");
        var others = Trips(random, "other"); // The same ordinals, on the same dates.
        var there = all.Where(_ => random.NextDouble() < stored).ToArray();
        var chunk = all.Where(_ => random.NextDouble() < asked).ToArray();
        Assert.Equal(Rows, await store.AppendAsync(others));
        Assert.Equal(there.Length, await store.AppendAsync(there));
        if (onDisk)
            await tables.Client.Admin.FlushAsync(opened.Trips.Name);

        using var again = new HBaseTripStore(await tables.OpenAsync()); // It knows no marks.
        Assert.Equal(chunk.Except(there).Count(), await again.AppendAsync(chunk));
        Assert.Equal(0, await again.AppendAsync(chunk));
        Assert.Equal(all.Except(there).Except(chunk).Count(), await again.AppendAsync(all));
        Assert.Equal(0, await store.AppendAsync(others));

        var found = new HashSet<TripId>();
        await foreach (var trips in store.ScanAsync(DateOnly.MinValue, DateOnly.MaxValue, 4))
            Assert.All(trips, trip => Assert.True(found.Add(trip.Id), $"{trip.Id} came twice."));
        Assert.Equal(2 * Rows, found.Count);
        Assert.Superset(all.Concat(others).Select(trip => trip.Id).ToHashSet(), found);
    }

    // Nearly in the order of pickups, several at the same second, some on dates that are far off.
    private static Trip[] Trips(Random random, string dataset)
    {
        var builder = new TripBuilder();
        return [.. Enumerable.Range(0, Rows).Select(ordinal =>
        {
            var date = random.Next(500) == 0 ? new DateOnly(random.Next(2) == 0 ? 2002 : 2009, 1, 1) : Date;
            var pickupAt = date.ToDateTime(TimeOnly.MinValue).AddSeconds((ordinal * 4) + random.Next(600));
            builder.Clear();
            builder.Set(TripColumn.PickupAt, (pickupAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            builder.SetExtras($$"""{"dataset":"{{dataset}}"}""");
            return builder.Build(ordinal);
        })];
    }
}
