using NodaTime;

namespace OrleansLambda.Grains.Sample;

/// <summary>
/// Makes trips that look like the real ones: nearly but not quite in the order of their pickups, with one refund in a
/// hundred, a few dates that are plainly wrong, and a last block of records that lack the meter's columns. A stream:
/// the number of trips costs time, not memory.
/// </summary>
internal sealed class SampleGenerator
{
    private const int DisorderSeconds = 600;
    private const int BarePerMille = 47;
    private const int RefundPerMille = 10;

    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    private readonly SampleOptions _options;
    private readonly SplitMix64 _random;
    private readonly SampleRide _ride;

    /// <summary>A generator of the sample that <paramref name="options"/> describe.</summary>
    public SampleGenerator(SampleOptions options)
    {
        _options = options;
        _random = new SplitMix64(options.Seed);
        _ride = new SampleRide(_random);
    }

    /// <summary>The trips. To be enumerated once.</summary>
    public IEnumerable<SampleTrip> Trips()
    {
        var bare = _options.Rows * BarePerMille / 1000;
        var metered = _options.Rows - bare;
        var oddities = Oddities(metered);
        long row = 0;
        foreach (var trip in Metered(metered))
            yield return oddities.TryGetValue(row++, out var pickupAt) ? Move(trip, pickupAt) : trip;
        foreach (var pickupAt in Pickups(bare, _options.RowsPerDay * BarePerMille / 1000))
            yield return _ride.Bare(pickupAt, NewYork);
    }

    private IEnumerable<SampleTrip> Metered(long count)
    {
        SampleTrip? refund = null;
        foreach (var pickupAt in Pickups(count, _options.RowsPerDay * (1000 - BarePerMille) / 1000))
        {
            if (refund is { } taken)
            {
                refund = null;
                yield return taken;
                continue;
            }
            var trip = _ride.Metered(pickupAt, NewYork);
            if (_random.Chance(RefundPerMille))
            {
                trip = trip with { PaymentType = _random.Between(3, 4), TipAmount = 0 };
                refund = trip.Refund();
            }
            yield return trip;
        }
    }

    // Instants, not readings of a clock: a clock that is put forward skips its hour by itself.
    private IEnumerable<Instant> Pickups(long count, int perDay)
    {
        var date = LocalDate.FromDateOnly(_options.FirstDay);
        for (long made = 0; made < count; date = date.PlusDays(1))
        {
            var midnight = NewYork.AtStartOfDay(date).ToInstant();
            var trips = SampleDemand.TripsOn(date, perDay);
            for (var i = 0; i < trips && made < count; i++, made++)
            {
                var part = (uint)((((ulong)i << 32) | (_random.Next() >> 32)) / (ulong)trips);
                yield return midnight + Duration.FromSeconds(SampleDemand.SecondAt(part) + _random.Between(-DisorderSeconds, DisorderSeconds));
            }
        }
    }

    // Meters whose clocks were never set, and records of the month to come, as every real file has some.
    private Dictionary<long, LocalDateTime> Oddities(long metered)
    {
        if (metered < 100)
            return [];
        var lastDay = LocalDate.FromDateOnly(_options.FirstDay).PlusDays((int)(_options.Rows / _options.RowsPerDay));
        var nextMonth = lastDay.With(DateAdjusters.StartOfMonth).PlusMonths(1);
        return new Dictionary<long, LocalDateTime>
        {
            [metered / 4] = new(2002, 12, 31, 22, 59, 39),
            [metered / 2] = new(2009, 1, 1, 0, 24, 9),
            [metered * 3 / 4] = nextMonth.At(new LocalTime(0, 3, 12)),
        };
    }

    private static SampleTrip Move(SampleTrip trip, LocalDateTime pickupAt) => trip with
    {
        PickupAt = pickupAt,
        DropoffAt = pickupAt.PlusSeconds(Period.Between(trip.PickupAt, trip.DropoffAt, PeriodUnits.Seconds).Seconds),
    };
}
