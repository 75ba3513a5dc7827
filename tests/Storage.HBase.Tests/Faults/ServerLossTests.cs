using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Faults;

/// <summary>A region server is killed under the stores. These tests run alone: the others share the cluster.</summary>
[Collection(nameof(ServerLossTests))]
[CollectionDefinition(nameof(ServerLossTests), DisableParallelization = true)]
public sealed class ServerLossTests(Cluster cluster)
{
    private const int TimeoutMs = 900_000;
    private static readonly DateOnly Date = new(2024, 1, 1);
    private static readonly TumblingWindow First = TumblingWindow.Of(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact(Timeout = TimeoutMs)]
    public async Task Windows_KeepCount_WhenARegionServerIsKilled()
    {
        const int Windows = 8, Writers = 3, Events = 120;
        await using var tables = await cluster.TablesAsync();
        using var store = new HBaseWindowStore(await OpenAsync(tables, TableShape.Windows));
        var begun = new CountdownEvent(Windows * Writers * Events / 4);
        var unknown = 0;

        // Each writer has a partition of its own and counts its events one by one, as a window's grain does.
        async Task CountAsync(TumblingWindow window, PartitionId partition)
        {
            for (var offset = 0L; offset < Events;)
            {
                try
                {
                    var state = await store.ReadAsync(window) ?? WindowState.Empty(window);
                    var known = state.High[partition];
                    Assert.True(known >= offset - 1, $"{window} had counted offset {offset - 1} of {partition}, and now has {known}.");
                    offset = known + 1;
                    if (offset == Events)
                        return;
                    var next = state with { Version = state.Version + 1, Totals = state.Totals.Merge(TripTotals.OfRide()), High = state.High.With(partition, offset) };
                    if (!await store.TryWriteAsync(next))
                        continue;
                    offset++;
                    if (!begun.IsSet)
                        begun.Signal();
                }
                catch (OutcomeUnknownException)
                {
                    Interlocked.Increment(ref unknown);
                }
                catch (StoreUnavailableException)
                {
                    await Task.Delay(100, TestContext.Current.CancellationToken);
                }
            }
        }

        var writing = (from number in Enumerable.Range(0, Windows)
                       from writer in Enumerable.Range(0, Writers)
                       select CountAsync(TumblingWindow.FromNumber(First.Number + number), new("t", writer))).ToArray();
        await Task.Run(begun.Wait);
        await tables.Server.KillAsync("regionserver1");
        await tables.Server.RestartAsync("regionserver1");
        await Task.WhenAll(writing);

        TestContext.Current.TestOutputHelper?.WriteLine($"{unknown} outcomes were not known.");
        foreach (var state in await store.RangeAsync(First.Start, First.Start.AddDays(1), 100))
        {
            Assert.Equal((Writers * Events, Writers * Events), (state.Totals.Rides, state.Version));
            Assert.All(state.High, mark => Assert.Equal(Events - 1, mark.Value));
        }
        Assert.Equal(Windows, (await store.RangeAsync(First.Start, First.Start.AddDays(1), 100)).Count);
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Trips_AreEachThereOnce_WhenARegionServerIsKilled()
    {
        const int Chunk = 2_000, Chunks = 30;
        await using var tables = await cluster.TablesAsync();
        using var store = new HBaseTripStore(await OpenAsync(tables, TableShape.Trips, TableShape.State));
        var trips = Enumerable.Range(0, Chunk * Chunks).Select(Trip).ToArray();
        var (added, uncertain, killing) = (0, false, (Task?)null);

        for (var chunk = 0; chunk < Chunks;)
        {
            if (chunk == 5 && killing is null)
                killing = KillAsync(tables.Server);
            try
            {
                added += await store.AppendAsync(trips[(chunk * Chunk)..((chunk + 1) * Chunk)]);
                chunk++;
            }
            catch (OutcomeUnknownException)
            {
                uncertain = true;
            }
        }
        await killing!;

        TestContext.Current.TestOutputHelper?.WriteLine($"An outcome was not known: {uncertain}.");
        Assert.Equal(trips.Length, await store.CountAsync());
        if (!uncertain)
            Assert.Equal(trips.Length, added);
        Assert.Equal(TripTotals.Zero with { Rides = trips.Length }, (await store.TotalsByDateAsync(Date, Date))[Date]);
        Assert.Equal(0, await store.AppendAsync(trips));
    }

    // Its operations last until a server is back, however slowly the machine starts it.
    private static async Task<HBaseTables> OpenAsync(TestTables tables, params TableShape[] shapes)
    {
        var opened = tables.Connect(options => options.OperationTimeout = TimeSpan.FromMinutes(5));
        await opened.MakeAsync(shapes);
        return opened;
    }

    private static async Task KillAsync(HBaseProcess server)
    {
        await server.KillAsync("regionserver1");
        await server.RestartAsync("regionserver1");
    }

    private static Trip Trip(int ordinal)
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.PickupAt, ((Date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).Ticks / 10) + (ordinal * 1_000_000L));
        builder.SetExtras("{\"ordinal\":\"" + ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture) + "\"}");
        return builder.Build(ordinal);
    }
}
