namespace OrleansLambda.Laws.Totals;

public sealed class TripTotalsTests
{
    [Fact]
    public void Merge_IsCommutative() =>
        Gen.Select(Any.Totals, Any.Totals).Sample((a, b) => a.Merge(b) == b.Merge(a), iter: 10_000);

    [Fact]
    public void Merge_IsAssociative() =>
        Gen.Select(Any.Totals, Any.Totals, Any.Totals).Sample((a, b, c) => a.Merge(b).Merge(c) == a.Merge(b.Merge(c)), iter: 10_000);

    [Fact]
    public void Zero_IsTheIdentity() =>
        Any.Totals.Sample(totals => totals.Merge(TripTotals.Zero) == totals && TripTotals.Zero.Merge(totals) == totals && TripTotals.Zero == default);

    [Fact]
    public void Sum_IsTheSame_InAnyOrderAndGrouping() =>
        (from rides in Any.Ride.Array[1, 40]
         from shuffled in Gen.Shuffle(rides.ToArray())
         from cuts in Gen.Int[0, 40].Array[0, 6]
         select (rides, shuffled, cuts)).Sample(
            sample =>
            {
                var (rides, shuffled, cuts) = sample;
                var expected = rides.Aggregate(TripTotals.Zero, (sum, ride) => sum.Merge(ride.Totals));
                int[] borders = [0, .. cuts.Select(cut => Math.Min(cut, rides.Length)).Order(), rides.Length];
                var groups = borders.Zip(borders.Skip(1), (from, to) => shuffled[from..to].Aggregate(TripTotals.Zero, (sum, ride) => sum.Merge(ride.Totals)));
                Assert.Equal(expected, groups.Reverse().Aggregate(TripTotals.Zero, (sum, group) => group.Merge(sum)));
                Assert.Equal(rides.Length, expected.Rides);
            },
            iter: 5_000);

    [Fact]
    public void Sum_OfRides_IsExact() =>
        Any.Micros.Array[0, 100].Sample(
            amounts =>
            {
                var sum = amounts.Aggregate(TripTotals.Zero, (all, amount) => all.Merge(TripTotals.OfRide(totalAmount: amount, tripDistance: amount)));
                var expected = amounts.Sum(amount => amount.Value) / 1_000_000m;
                Assert.Equal((expected, 0m, expected), (sum.TotalAmount, sum.FareAmount, sum.TripDistance));
            },
            iter: 5_000);

    [Fact]
    public void Ride_CountsWhatItTells_AndNothingElse()
    {
        Assert.Equal(new TripTotals(1, 0, 0, 0, 0, 0), TripTotals.OfRide());
        Assert.Equal(
            new TripTotals(1, 1.5m, -2m, 0.000001m, 4m, 5),
            TripTotals.OfRide(new Micros(1_500_000), new Micros(-2_000_000), new Micros(1), new Micros(4_000_000), 5));
    }

    [Fact]
    public void Merge_Throws_WhereASumLeavesItsRange()
    {
        var full = TripTotals.Zero with { Rides = long.MaxValue, PassengerCount = long.MaxValue, TotalAmount = decimal.MaxValue };

        Assert.Throws<OverflowException>(() => full.Merge(TripTotals.Zero with { Rides = 1 }));
        Assert.Throws<OverflowException>(() => full.Merge(TripTotals.Zero with { PassengerCount = 1 }));
        Assert.Throws<OverflowException>(() => full.Merge(TripTotals.Zero with { TotalAmount = 1 }));
    }
}
