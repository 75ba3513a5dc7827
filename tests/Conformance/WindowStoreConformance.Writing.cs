namespace OrleansLambda.Conformance;

public abstract partial class WindowStoreConformance
{
    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task Write_IsRefused_OnAnAbsentRow_UnlessItIsVersionOne(long version)
    {
        Assert.False(await Port.TryWriteAsync(Samples.State(At(0), version)));

        Assert.Null(await Port.ReadAsync(At(0)));
        await WriteAsync(Samples.State(At(0)));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(long.MaxValue)]
    public async Task Write_IsRefused_UnlessItIsTheNextVersion(long version)
    {
        for (var v = 1; v <= 3; v++)
            await WriteAsync(Samples.State(At(0), v));

        Assert.False(await Port.TryWriteAsync(Samples.State(At(0), version, Samples.ExtremeTotals[1])));

        Assert.Equal(Samples.State(At(0), 3), await Port.ReadAsync(At(0)));
        await WriteAsync(Samples.State(At(0), 4));
    }

    [Fact]
    public async Task Write_IsFencedByTheStoredVersion_AfterReopening()
    {
        await WriteAsync(Samples.State(At(0)));
        await WriteAsync(Samples.State(At(0), 2));

        await ReopenAsync();

        Assert.False(await Port.TryWriteAsync(Samples.State(At(0))));
        Assert.False(await Port.TryWriteAsync(Samples.State(At(0), 2)));
        await WriteAsync(Samples.State(At(0), 3));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Write_IsWonByExactlyOne_WhenManyWriteOneVersion()
    {
        const int Writers = 12;
        for (var version = 1; version <= 15; version++)
        {
            var candidates = Enumerable.Range(0, Writers).Select(i => Samples.State(At(0), version, TripTotals.Zero with { Rides = i })).ToArray();

            var won = await Crowd.RunAsync(Writers, i => Task.Run(() => Port.TryWriteAsync(candidates[i])));

            var winner = Assert.Single(candidates.Where((_, i) => won[i]));
            Assert.Equal(winner, await Port.ReadAsync(At(0)));
        }
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Increments_AreNeverLost_WhenWritersReadAndTryAgain()
    {
        const int Writers = 6, Each = 15;

        var versions = await Crowd.RunAsync(Writers, _ => Task.Run(async () =>
        {
            var won = new List<long>();
            while (won.Count < Each)
            {
                var state = await Port.ReadAsync(At(0)) ?? WindowState.Empty(At(0));
                var next = state with { Version = state.Version + 1, Totals = state.Totals.Merge(TripTotals.OfRide()) };
                if (await Port.TryWriteAsync(next))
                    won.Add(next.Version);
            }
            return won;
        }));

        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(v => (long)v), versions.SelectMany(v => v).Order());
        Assert.Equal(Samples.State(At(0), Writers * Each, TripTotals.Zero with { Rides = Writers * Each }), await Port.ReadAsync(At(0)));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Write_IsDecidedInSomeOrder_WhenVersionsOfOneWindowAreUnderWayTogether()
    {
        for (var window = 0; window < 20; window++)
        {
            var won = await Crowd.RunAsync(3, i => Port.TryWriteAsync(Samples.State(At(window), i + 1, TripTotals.Zero with { Rides = i })));

            Assert.True(won[0], "The first version finds no row, whatever comes along with it.");
            var last = won.TakeWhile(w => w).Count();
            Assert.Equal(last, won.Count(w => w));
            Assert.Equal(Samples.State(At(window), last, TripTotals.Zero with { Rides = last - 1 }), await Port.ReadAsync(At(window)));
        }
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Writes_AllTakeEffect_WhenManyWindowsAreWrittenAtOnce()
    {
        const int Windows = 2_000;
        var random = new Random(3);
        var first = Enumerable.Range(0, Windows).Select(i => Samples.State(At(i), 1, Samples.Totals(random))).ToArray();
        var second = first.Select(state => state with { Version = 2, Totals = Samples.Totals(random) }).ToArray();

        var firstWon = await Crowd.RunAsync(Windows, i => Port.TryWriteAsync(first[i]));
        var read = await Crowd.RunAsync(Windows, i => Port.ReadAsync(At(i)));
        var secondWon = await Crowd.RunAsync(Windows, i => Port.TryWriteAsync(second[i]));

        Assert.DoesNotContain(false, firstWon);
        Assert.Equal(first, read);
        Assert.DoesNotContain(false, secondWon);
        await ReopenAsync();
        Assert.Equal(second, await Port.RangeAsync(Noon, Noon.AddDays(1), Windows + 1));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Read_SeesWholeRowsOfRisingVersions_WhileTheyAreWritten()
    {
        const int Versions = 60;
        WindowState Row(long version) => Samples.State(At(0), version, new TripTotals(version, version, -version, version, -version, version)) with
        {
            High = HighWaterMarks.None.With(new("t", 0), version).With(new("t", 1), version),
        };
        await WriteAsync(Row(1));
        var writing = Task.Run(async () =>
        {
            for (var v = 2; v <= Versions; v++)
                await WriteAsync(Row(v));
        });

        long last = 0;
        while (last < Versions)
        {
            var seen = await Port.ReadAsync(At(0));
            Assert.NotNull(seen);
            Assert.True(seen.Version >= last, $"Version {seen.Version} was read after {last}.");
            Assert.Equal(Row(seen.Version), seen);
            last = seen.Version;
            if (writing.IsFaulted)
                break;
        }
        await writing;
    }
}
