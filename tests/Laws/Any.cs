namespace OrleansLambda.Laws;

/// <summary>Generators of the values that the laws are about.</summary>
internal static class Any
{
    /// <summary>Any event time, to 100 ns; whole seconds, ends of windows and of the range come up often.</summary>
    public static readonly Gen<DateTimeOffset> EventTime = Gen.OneOf(
        Gen.Long[Grains.Abstractions.EventTime.MinValue.Ticks, Grains.Abstractions.EventTime.MaxValue.Ticks],
        Gen.Long[Grains.Abstractions.EventTime.MinValue.Ticks, Grains.Abstractions.EventTime.MinValue.Ticks + 300_000_000],
        Gen.Long[Grains.Abstractions.EventTime.MaxValue.Ticks - 300_000_000, Grains.Abstractions.EventTime.MaxValue.Ticks],
        Gen.Long[DateTime.UnixEpoch.Ticks - 300_000_000, DateTime.UnixEpoch.Ticks + 300_000_000],
        Gen.Select(Gen.Long[1, 31_000_000_000], Gen.Int[-1, 1], (window, tick) => (window * TimeSpan.TicksPerSecond * 10) + tick)
            .Where(ticks => ticks >= Grains.Abstractions.EventTime.MinValue.Ticks && ticks <= Grains.Abstractions.EventTime.MaxValue.Ticks))
        .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public static readonly Gen<TumblingWindow> Window = EventTime.Select(TumblingWindow.Of);

    public static readonly Gen<Micros> Micros = Gen.OneOf(
        Gen.Long[-Bound, Bound],
        Gen.Long[-2, 2],
        Gen.Long[-100_000, 100_000].Select(cents => cents * 10_000),
        Gen.OneOf(-Bound, 1 - Bound, Bound - 1, Bound)).Select(value => new Micros(value));

    public static readonly Gen<TripTotals> Totals = Gen.Select(
        Gen.Long[0, 1_000_000_000_000], Sum, Sum, Sum, Sum, Gen.Long[-1_000_000, 1_000_000_000_000],
        (rides, total, fare, tip, distance, passengers) => new TripTotals(rides, total, fare, tip, distance, passengers));

    public static readonly Gen<Ride> Ride = Gen.Select(
        Micros, Micros, Micros, Micros, Gen.Int[0, 9],
        (total, fare, tip, distance, passengers) => new Ride(total, fare, tip, distance, passengers));

    public static readonly Gen<PartitionId> Partition = Gen.Select(
        Gen.OneOf(Gen.OneOf("", "t", "/", "a/b", "a/1", "ü😀", "xZK2fB3pQ0-Tn_9"), Gen.String),
        Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, int.MaxValue]),
        (topic, number) => new PartitionId(topic, number));

    /// <summary>A small set of partitions, so that values meet again.</summary>
    public static readonly Gen<PartitionId> FewPartitions = Gen.Select(
        Gen.OneOf("a", "b", "a/b"), Gen.Int[0, 2], (topic, number) => new PartitionId(topic, number));

    private const long Bound = Grains.Abstractions.Micros.MaxMagnitude * Grains.Abstractions.Micros.Scale;

    private static Gen<decimal> Sum => Gen.Long[-Bound * 100_000L, Bound * 100_000L].Select(value => value / 1_000_000m);
}
