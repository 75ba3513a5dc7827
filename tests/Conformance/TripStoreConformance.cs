namespace OrleansLambda.Conformance;

/// <summary>The suite of <see cref="ITripStore"/>.</summary>
public abstract partial class TripStoreConformance : PortConformance<ITripStore>
{
    private static readonly DateOnly January = new(2024, 1, 1);

    [Fact]
    public async Task Store_IsEmpty_AtFirst()
    {
        Assert.Equal(0, await Port.CountAsync());
        Assert.Null(await Port.ReadAsync(new TripId(new(2024, 1, 1), 0, 0)));
        Assert.Empty(await ScanAsync(DateOnly.MinValue, DateOnly.MaxValue));
        Assert.Empty(await Port.TotalsByDateAsync(DateOnly.MinValue, DateOnly.MaxValue));
    }

    [Fact]
    public async Task Trips_KeepEveryColumn_AfterReopening()
    {
        var trips = TripSamples.Many(seed: 1, count: 500, January, days: 31);
        Assert.Equal(500, await Port.AppendAsync(trips));

        await ReopenAsync();

        Assert.Equal(500, await Port.CountAsync());
        TripSamples.AssertSame(trips, await ScanAsync(DateOnly.MinValue, DateOnly.MaxValue));
        foreach (var trip in trips.Take(20))
            TripSamples.AssertSame(trip, await Port.ReadAsync(trip.Id));
    }

    [Fact]
    public async Task Trip_MayHaveNothingButItsPickup()
    {
        var trip = TripSamples.Bare(new(2024, 1, 31, 23, 59, 59), 7);

        Assert.Equal(1, await Port.AppendAsync([trip]));

        TripSamples.AssertSame(trip, await Port.ReadAsync(trip.Id));
        TripSamples.AssertSame(trip, Assert.Single(await ScanAsync(trip.Date, trip.Date)));
        Assert.Equal([KeyValuePair.Create(trip.Date, TripTotals.OfRide())], await Port.TotalsByDateAsync(trip.Date, trip.Date));
    }

    [Fact]
    public async Task Trip_TellsZeroFromNothing()
    {
        var nothing = TripSamples.Bare(new(2024, 1, 1), 0);
        var zero = TripSamples.Make(new(2024, 1, 1), 1, null, builder =>
        {
            foreach (var column in TripColumn.All.Where(column => column != TripColumn.PickupAt && column.Kind != TripColumnKind.Flag))
                builder.Set(column, 0);
        });

        await Port.AppendAsync([nothing, zero]);

        TripSamples.AssertSame(nothing, await Port.ReadAsync(nothing.Id));
        TripSamples.AssertSame(zero, await Port.ReadAsync(zero.Id));
    }

    [Fact]
    public async Task Trip_KeepsValues_AtTheEndsOfEachKind()
    {
        var ends = new Dictionary<TripColumnKind, (long Least, long Greatest)>
        {
            [TripColumnKind.Integer] = (-int.MaxValue, int.MaxValue),
            [TripColumnKind.Decimal] = (-Micros.MaxMagnitude * Micros.Scale, Micros.MaxMagnitude * Micros.Scale),
            [TripColumnKind.Timestamp] = (TripSamples.Micros(DateTime.MinValue), TripSamples.Micros(DateTime.MaxValue)),
            [TripColumnKind.Flag] = (' ', '~'),
        };
        Trip Of(DateTime pickupAt, long ordinal, Func<(long Least, long Greatest), long> end) => TripSamples.Make(pickupAt, ordinal, null, builder =>
        {
            foreach (var column in TripColumn.All.Where(column => column != TripColumn.PickupAt))
                builder.Set(column, end(ends[column.Kind]));
        });
        Trip[] trips = [Of(new(2024, 1, 1), 0, end => end.Least), Of(new(2024, 1, 2), long.MaxValue, end => end.Greatest)];

        await Port.AppendAsync(trips);
        await ReopenAsync();

        TripSamples.AssertSame(trips, await ScanAsync(January, January.AddDays(1)));
        Assert.Equal(TripSamples.TotalsByDate(trips), await Port.TotalsByDateAsync(January, January.AddDays(1)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"cbd_congestion_fee\":\"0.75\"}")]
    [InlineData("{ \"b\": null,\"a\" : \"ü€😀 'it''s' \\\"x\\\" \\\\ \\u0000\\n\" }")]
    public async Task Extras_AreKeptToTheCharacter(string extras)
    {
        var trip = TripSamples.Bare(new(2024, 1, 1), 0, extras);

        await Port.AppendAsync([trip]);
        await ReopenAsync();

        TripSamples.AssertSame(trip, await Port.ReadAsync(trip.Id));
        TripSamples.AssertSame(trip, Assert.Single(await ScanAsync(January, January)));
    }

    [Fact]
    public async Task Read_GivesNull_UnlessAllPartsOfTheIdAgree()
    {
        var trip = TripSamples.Bare(new DateTime(2024, 1, 1).AddMicroseconds(1), 5);
        await Port.AppendAsync([trip]);

        TripSamples.AssertSame(trip, await Port.ReadAsync(trip.Id));
        Assert.Null(await Port.ReadAsync(trip.Id with { Ordinal = 4 }));
        Assert.Null(await Port.ReadAsync(trip.Id with { ContentHash = trip.Id.ContentHash + 1 }));
        Assert.Null(await Port.ReadAsync(trip.Id with { PickupAt = trip.Id.PickupAt.AddMicroseconds(1) }));
        Assert.Null(await Port.ReadAsync(trip.Id with { PickupAt = trip.Id.PickupAt.AddDays(1) }));
    }

    [Fact]
    public async Task Id_IsKept_ForAnyHash()
    {
        ulong[] hashes = [0, 1, long.MaxValue, 1UL << 63, ulong.MaxValue];
        var bare = TripSamples.Bare(new(2024, 1, 1), 0);
        var values = TripColumn.All.Select(column => bare.ValueOrZero(column)).ToArray();
        var trips = hashes.Select((hash, i) => new Trip(new(new(2024, 1, 1), i, hash), values, 1u << TripColumn.PickupAt.Index, null)).ToArray();

        await Port.AppendAsync(trips);
        await ReopenAsync();

        Assert.Equal(0, await Port.AppendAsync(trips));
        TripSamples.AssertSame(trips, await ScanAsync(January, January));
    }

    [Fact]
    public async Task Call_DoesNothing_WhenItIsCancelledAlready()
    {
        var trip = TripSamples.Bare(new(2024, 1, 1), 0);

        await Refusal.OfCancelledAsync(token => Port.AppendAsync([trip], token));
        await Refusal.OfCancelledAsync(Port.CountAsync);
        await Refusal.OfCancelledAsync(token => Port.ReadAsync(trip.Id, token));
        await Refusal.OfCancelledAsync(token => Port.TotalsByDateAsync(January, January, token));
        await Refusal.OfCancelledAsync(async token =>
        {
            await foreach (var chunk in Port.ScanAsync(January, January, 1, token))
                Assert.Empty(chunk);
        });

        Assert.Equal(0, await Port.CountAsync());
    }

    private async Task<List<Trip>> ScanAsync(DateOnly from, DateOnly to, int parallelism = 1)
    {
        var trips = new List<Trip>();
        await foreach (var chunk in Port.ScanAsync(from, to, parallelism))
        {
            Assert.True(chunk.Count <= ITripStore.MaxChunk, $"A chunk has {chunk.Count} trips.");
            trips.AddRange(chunk);
        }
        return trips;
    }
}
