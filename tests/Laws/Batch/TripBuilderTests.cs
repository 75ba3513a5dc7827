namespace OrleansLambda.Laws.Batch;

public sealed class TripBuilderTests
{
    // Values of some columns, each once, the pickup among them.
    private static readonly Gen<(TripColumn Column, long Value)[]> Values =
        from present in Gen.Bool.Array[TripColumn.All.Count]
        from values in Gen.OneOf(Gen.Long[-3, 3], Gen.Long[0, 4_000_000_000_000_000]).Array[TripColumn.All.Count]
        select TripColumn.All.Where(column => present[column.Index] || column == TripColumn.PickupAt).Select(column => (column, values[column.Index])).ToArray();

    private static readonly Gen<string?> Extras = Gen.OneOf<string?>(null, "{}", "{\"a\":\"1\"}", "{\"a\":\"ü\"}");

    [Fact]
    public void Id_IsTheSame_InWhateverOrderTheColumnsWereSet() =>
        (from values in Values
         from shuffled in Gen.Shuffle(values.ToArray())
         from extras in Extras
         select (values, shuffled, extras)).Sample(sample =>
        {
            var (values, shuffled, extras) = sample;
            Assert.Equal(Build(new(), values, extras, 7).Id, Build(new(), shuffled, extras, 7).Id);
        });

    [Fact]
    public void Trip_HoldsWhatWasSet_AndNothingElse() =>
        Gen.Select(Values, Extras, Gen.Long[0, long.MaxValue]).Sample((values, extras, ordinal) =>
        {
            var trip = Build(new(), values, extras, ordinal);

            var expected = values.ToDictionary(value => value.Column, value => value.Value);
            foreach (var column in TripColumn.All)
            {
                Assert.Equal(expected.TryGetValue(column, out var value) ? value : null, trip[column]);
                Assert.Equal(expected.ContainsKey(column), trip.Has(column));
                Assert.Equal(value, trip.ValueOrZero(column));
            }
            var pickup = expected[TripColumn.PickupAt];
            Assert.Equal((ordinal, extras, DateTime.UnixEpoch.AddTicks(pickup * 10).Ticks), (trip.Id.Ordinal, trip.Extras, trip.Id.PickupAt.Ticks));
            Assert.Equal(DateTimeKind.Unspecified, trip.Id.PickupAt.Kind);
        });

    [Fact]
    public void Hash_TellsTripsApart_ByEveryColumnAndByTheExtras() =>
        Gen.Select(Values, Extras, Gen.Int[0, TripColumn.All.Count - 1]).Sample((values, extras, changed) =>
        {
            var trip = Build(new(), values, extras, 7);
            var column = TripColumn.All[changed];

            var other = Build(new(), [.. values, (column, trip.ValueOrZero(column) + 1)], extras, 7);
            var moreExtras = Build(new(), values, extras + " ", 7);

            Assert.NotEqual(trip.Id.ContentHash, other.Id.ContentHash);
            Assert.NotEqual(trip.Id.ContentHash, moreExtras.Id.ContentHash);
            Assert.Equal(trip.Id.ContentHash, Build(new(), values, extras, 8).Id.ContentHash);
        });

    [Fact]
    public void Hash_TellsZeroFromNothing()
    {
        (TripColumn, long)[] pickup = [(TripColumn.PickupAt, 0)];

        var hashes = TripColumn.All.Where(column => column != TripColumn.PickupAt)
            .Select(column => Build(new(), [.. pickup, (column, 0)], null, 0).Id.ContentHash)
            .Append(Build(new(), pickup, null, 0).Id.ContentHash)
            .ToArray();

        Assert.Equal(TripColumn.All.Count, hashes.Distinct().Count());
    }

    [Fact]
    public void Builder_GivesTheSame_WhenItIsUsedAgain() =>
        Gen.Select(Values, Values, Extras, Extras).Sample((first, second, firstExtras, secondExtras) =>
        {
            var builder = new TripBuilder();
            var before = Build(builder, first, firstExtras, 1);
            var id = before.Id;

            builder.Clear();
            var after = Build(builder, second, secondExtras, 2);

            Assert.Equal(Build(new(), second, secondExtras, 2).Id, after.Id);
            Assert.Equal(id, before.Id);
            foreach (var (column, value) in first)
                Assert.Equal(value, before[column]);
        });

    [Fact]
    public void Trips_KeepTheirValues_HoweverManyFollow()
    {
        var builder = new TripBuilder();

        var trips = Enumerable.Range(0, 2_000).Select(i => Build(builder, TripColumn.All.Select(column => (column, (i * 100L) + column.Index)), null, i)).ToArray();

        foreach (var (i, trip) in trips.Index())
            Assert.All(TripColumn.All, column => Assert.Equal((i * 100L) + column.Index, trip[column]));
    }

    [Fact]
    public void Trip_NeedsAPickup()
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.VendorId, 1);

        Assert.Throws<InvalidOperationException>(() => builder.Build(0));
    }

    [Fact]
    public void Totals_AreThoseOfTheColumnsThatCount()
    {
        var trip = Build(new(), [.. TripColumn.All.Select(column => (column, column.Index + 1_000_000L))], null, 0);
        decimal Of(TripColumn column) => 1 + (column.Index / 1_000_000m);

        Assert.Equal(
            new TripTotals(1, Of(TripColumn.TotalAmount), Of(TripColumn.FareAmount), Of(TripColumn.TipAmount), Of(TripColumn.TripDistance), 1_000_000 + TripColumn.PassengerCount.Index),
            trip.Totals);
        Assert.Equal(TripTotals.OfRide(), Build(new(), [(TripColumn.PickupAt, 0)], null, 0).Totals);
    }

    [Fact]
    public void Columns_AreNumberedInTheirOrder_WithDistinctNames()
    {
        Assert.Equal(19, TripColumn.All.Count);
        Assert.Equal(Enumerable.Range(0, TripColumn.All.Count), TripColumn.All.Select(column => column.Index));
        Assert.Equal(TripColumn.All.Count, TripColumn.All.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static Trip Build(TripBuilder builder, IEnumerable<(TripColumn Column, long Value)> values, string? extras, long ordinal)
    {
        foreach (var (column, value) in values)
            builder.Set(column, value);
        builder.SetExtras(extras);
        return builder.Build(ordinal);
    }
}
