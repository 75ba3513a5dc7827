namespace OrleansLambda.Conformance;

public abstract partial class TripStoreConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(64)]
    public async Task Scan_GivesEachTripOfItsDatesOnce_HoweverParallel(int parallelism)
    {
        var trips = TripSamples.Many(seed: 8, count: 6_000, January.AddDays(-20), days: 60);
        await Port.AppendAsync(trips[..3_000]);
        await Port.AppendAsync(trips[2_000..]);

        foreach (var (from, to) in new[] { (0, 30), (-20, 39), (5, 5), (-40, -10), (-40, -21), (20, 10) })
        {
            var (first, last) = (January.AddDays(from), January.AddDays(to));
            TripSamples.AssertSame(
                trips.Where(trip => trip.Date >= first && trip.Date <= last).ToArray(),
                await ScanAsync(first, last, parallelism));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Scan_IncludesTheFirstAndTheLastMicrosecond_OfItsDates(int parallelism)
    {
        var day = new DateTime(2024, 1, 15);
        Trip[] trips =
        [
            TripSamples.Bare(day.AddMicroseconds(-1), 0), TripSamples.Bare(day, 1), TripSamples.Bare(day.AddDays(1).AddMicroseconds(-1), 2),
            TripSamples.Bare(day.AddDays(1), 3), TripSamples.Bare(day.AddDays(2).AddMicroseconds(-1), 4), TripSamples.Bare(day.AddDays(2), 5),
        ];
        await Port.AppendAsync(trips);
        var date = DateOnly.FromDateTime(day);

        TripSamples.AssertSame(trips[1..3], await ScanAsync(date, date, parallelism));
        TripSamples.AssertSame(trips[1..5], await ScanAsync(date, date.AddDays(1), parallelism));
        TripSamples.AssertSame(trips[..1], await ScanAsync(date.AddDays(-1), date.AddDays(-1), parallelism));
        Assert.Equal(TripSamples.TotalsByDate(trips[1..3]), await Port.TotalsByDateAsync(date, date));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Scan_ReachesOddDates(int parallelism)
    {
        Trip[] trips =
        [
            TripSamples.Bare(DateTime.MinValue, 0), TripSamples.Bare(new(1969, 12, 31, 23, 59, 59), 1), TripSamples.Bare(new(1970, 1, 1), 2),
            TripSamples.Bare(new(2002, 12, 31, 22, 59, 39), 3), TripSamples.Bare(new(2024, 2, 29), 4), TripSamples.Bare(DateTime.MaxValue.AddTicks(-9), 5),
        ];
        await Port.AppendAsync(trips);
        await ReopenAsync();

        TripSamples.AssertSame(trips, await ScanAsync(DateOnly.MinValue, DateOnly.MaxValue, parallelism));
        TripSamples.AssertSame(trips[1..3], await ScanAsync(new(1969, 12, 31), new(1970, 1, 1), parallelism));
        TripSamples.AssertSame(trips[..1], await ScanAsync(DateOnly.MinValue, DateOnly.MinValue, parallelism));
        TripSamples.AssertSame(trips[5..], await ScanAsync(DateOnly.MaxValue, DateOnly.MaxValue, parallelism));
        Assert.Equal(TripSamples.TotalsByDate(trips), await Port.TotalsByDateAsync(DateOnly.MinValue, DateOnly.MaxValue));
        foreach (var trip in trips)
            TripSamples.AssertSame(trip, await Port.ReadAsync(trip.Id));
    }

    [Fact]
    public async Task Scan_IsRefused_WithoutParallelism()
    {
        await Port.AppendAsync([TripSamples.Bare(new(2024, 1, 1), 0)]);

        await Refusal.OfLimitsBelowOneAsync(parallelism => ScanAsync(January, January, parallelism));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Scan_MayBeLeftEarly_AndTheStoreGoesOn()
    {
        var trips = TripSamples.Many(seed: 9, count: 20_000, January, days: 31);
        await Port.AppendAsync(trips);

        for (var i = 0; i < 5; i++)
            await foreach (var chunk in Port.ScanAsync(January, January.AddDays(30), 4))
            {
                Assert.NotEmpty(chunk);
                break;
            }

        Assert.Equal(1, await Port.AppendAsync([TripSamples.Bare(new(2024, 3, 1), 0)]));
        Assert.Equal(20_000, (await ScanAsync(January, January.AddDays(30), 4)).Count);
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Scans_SeeWhatWasThere_WhileOthersScanAndAppend()
    {
        var trips = TripSamples.Many(seed: 10, count: 8_000, January, days: 31);
        await Port.AppendAsync(trips[..4_000]);
        var before = trips[..4_000].Select(trip => trip.Id).ToHashSet();
        var appending = Task.Run(async () =>
        {
            foreach (var chunk in trips[4_000..].Chunk(250))
                await Port.AppendAsync(chunk);
        });

        var scans = await Crowd.RunAsync(4, i => Task.Run(() => ScanAsync(January, January.AddDays(30), 1 + i)));

        await appending;
        foreach (var scan in scans)
        {
            var ids = scan.Select(trip => trip.Id).ToHashSet();
            Assert.Equal(scan.Count, ids.Count);
            Assert.True(ids.IsSupersetOf(before), $"{before.Except(ids).Count()} trips that were there were not seen.");
        }
        TripSamples.AssertSame(trips, await ScanAsync(January, January.AddDays(30), 4));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task Totals_AreWhatAScanAddsUpTo_DateByDate(int seed)
    {
        var trips = TripSamples.Many(seed, count: 3_000, January, days: 45);
        foreach (var chunk in trips.Chunk(777))
            await Port.AppendAsync(chunk);

        foreach (var (from, to) in new[] { (0, 30), (31, 44), (10, 10), (-5, 100), (60, 70), (10, 5) })
        {
            var (first, last) = (January.AddDays(from), January.AddDays(to));
            var expected = TripSamples.TotalsByDate(trips.Where(trip => trip.Date >= first && trip.Date <= last));
            Assert.Equal(expected, TripSamples.TotalsByDate(await ScanAsync(first, last, 2)));
            Assert.Equal(expected, await Port.TotalsByDateAsync(first, last));
        }
    }
}
