namespace OrleansLambda.Conformance;

public abstract partial class TripStoreConformance
{
    [Fact]
    public async Task Append_AddsNothing_WhenItIsDoneAgain()
    {
        var trips = TripSamples.Many(seed: 2, count: 300, January, days: 10);

        Assert.Equal(300, await Port.AppendAsync(trips));
        Assert.Equal(0, await Port.AppendAsync(trips));
        await ReopenAsync();
        Assert.Equal(0, await Port.AppendAsync(trips));

        Assert.Equal(300, await Port.CountAsync());
        TripSamples.AssertSame(trips, await ScanAsync(January, January.AddDays(9)));
    }

    [Fact]
    public async Task Append_AddsWhatIsMissing_WhereChunksOverlap()
    {
        var trips = TripSamples.Many(seed: 3, count: 300, January, days: 10);

        Assert.Equal(100, await Port.AppendAsync(trips[50..150]));
        Assert.Equal(100, await Port.AppendAsync(trips[100..250]));
        Assert.Equal(50, await Port.AppendAsync(trips[..200]));
        Assert.Equal(50, await Port.AppendAsync(trips));
        Assert.Equal(0, await Port.AppendAsync([.. trips.Where((_, i) => i % 7 == 0)]));

        TripSamples.AssertSame(trips, await ScanAsync(January, January.AddDays(9)));
    }

    [Fact]
    public async Task Append_TellsTripsApart_ByOrdinalAndByContent()
    {
        var pickupAt = new DateTime(2024, 1, 1, 12, 0, 0);
        var trip = TripSamples.Make(pickupAt, 5, null, builder => builder.Set(TripColumn.VendorId, 1));
        var otherOrdinal = TripSamples.Make(pickupAt, 6, null, builder => builder.Set(TripColumn.VendorId, 1));
        var otherContent = TripSamples.Make(pickupAt, 5, null, builder => builder.Set(TripColumn.VendorId, 2));
        var otherExtras = TripSamples.Make(pickupAt, 5, "{\"a\":\"1\"}", builder => builder.Set(TripColumn.VendorId, 1));
        var otherPickup = TripSamples.Make(pickupAt.AddMicroseconds(1), 5, null, builder => builder.Set(TripColumn.VendorId, 1));

        Assert.Equal(2, await Port.AppendAsync([trip, otherOrdinal]));
        Assert.Equal(1, await Port.AppendAsync([otherContent]));
        Assert.Equal(1, await Port.AppendAsync([otherExtras]));
        Assert.Equal(1, await Port.AppendAsync([otherPickup]));
        Assert.Equal(0, await Port.AppendAsync([trip]));

        TripSamples.AssertSame([trip, otherOrdinal, otherContent, otherExtras, otherPickup], await ScanAsync(January, January));
    }

    [Fact]
    public async Task Append_FindsDuplicates_HoweverFarApartTheChunksAre()
    {
        var old = TripSamples.Many(seed: 4, count: 50, new(2002, 12, 31), days: 3, firstOrdinal: 1_000_000);
        var recent = TripSamples.Many(seed: 5, count: 50, January, days: 3);
        await Port.AppendAsync(old);
        await Port.AppendAsync(recent);

        Assert.Equal(1, await Port.AppendAsync([recent[10], recent[20], old[0], old[49], TripSamples.Bare(new(2009, 1, 1), 2_000_000)]));

        Assert.Equal(101, await Port.CountAsync());
    }

    [Fact]
    public async Task Append_IsRefusedWhole_WhereOrdinalsDoNotRise()
    {
        var trips = TripSamples.Many(seed: 6, count: 5, January, days: 2);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.AppendAsync([trips[0], trips[1], trips[1]]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.AppendAsync([trips[0], trips[2], trips[1]]));

        Assert.Equal(0, await Port.CountAsync());
    }

    [Fact]
    public async Task Append_AddsNothing_WithoutTrips()
    {
        Assert.Equal(0, await Port.AppendAsync([]));

        Assert.Equal(0, await Port.CountAsync());
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Append_TakesALargestChunk_AndNoLarger()
    {
        var trips = Enumerable.Range(0, ITripStore.MaxChunk + 1).Select(i => TripSamples.Bare(new DateTime(2024, 1, 1).AddSeconds(i), i)).ToArray();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.AppendAsync(trips));
        Assert.Equal(0, await Port.CountAsync());

        Assert.Equal(ITripStore.MaxChunk, await Port.AppendAsync(trips[..^1]));
        Assert.Equal(1, await Port.AppendAsync(trips[1..]));

        Assert.Equal(ITripStore.MaxChunk + 1, await Port.CountAsync());
        Assert.Equal(trips.Select(trip => trip.Id).ToHashSet(), (await ScanAsync(January, January.AddDays(9), 4)).Select(trip => trip.Id).ToHashSet());
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Trips_AreEachAddedOnce_WhenManyAppendTheSameAtOnce()
    {
        const int Chunk = 200;
        var trips = TripSamples.Many(seed: 7, count: 2_000, January, days: 31);

        var added = await Crowd.RunAsync(8, appender => Task.Run(async () =>
        {
            var own = 0;
            for (var i = 0; i < 10; i++)
            {
                var start = (i + appender) % 10 * Chunk;
                own += await Port.AppendAsync(trips[start..Math.Min(start + Chunk + 50, trips.Length)]);
            }
            return own;
        }));

        Assert.Equal(trips.Length, added.Sum());
        Assert.Equal(trips.Length, await Port.CountAsync());
        TripSamples.AssertSame(trips, await ScanAsync(January, January.AddDays(30), 4));
    }
}
