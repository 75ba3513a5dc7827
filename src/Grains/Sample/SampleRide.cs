using NodaTime;

namespace OrleansLambda.Grains.Sample;

/// <summary>Draws where a ride goes, how long it takes and what it costs, by the tariff of New York's yellow taxis.</summary>
internal sealed class SampleRide(SplitMix64 random)
{
    private const int Jfk = 132;
    private const int LaGuardia = 138;

    private const int StandardRate = 1;
    private const int JfkRate = 2;

    private const int Card = 1;
    private const int Cash = 2;

    // Hundredths of a mile that 0, 5, 10, ... 100 % of the rides within the city do not exceed.
    private static readonly int[] Distances =
        [0, 40, 57, 70, 83, 95, 106, 118, 131, 145, 160, 178, 198, 222, 252, 290, 345, 440, 620, 980, 2400];

    // Zones of Manhattan that most rides begin or end in.
    private static readonly int[] Zones =
        [161, 237, 236, 162, 230, 186, 142, 170, 239, 141, 163, 234, 48, 68, 107, 79, 238, 263, 140, 249, 164, 262, 43, 229, 113, 246, 90, 100, 137, 231, 233, 114, 143, 151, 158, 75, 144, 148, 50, 166, 74, 42];

    /// <summary>A ride that the meter recorded whole.</summary>
    public SampleTrip Metered(Instant pickupAt, DateTimeZone zone)
    {
        var (from, to) = Route();
        var atJfk = from == Jfk || to == Jfk;
        var distance = atJfk ? random.Between(1500, 2100)
            : from == LaGuardia || to == LaGuardia ? random.Between(780, 1300)
            : Distance();
        var seconds = Seconds(distance);
        var local = Local(pickupAt, zone);
        var fare = atJfk ? 7000 : 300 + (70 * ((distance + 19) / 20)) + (70 * random.Below((seconds / 240) + 1));
        var extra = local.Hour is >= 20 or < 6 ? 100 : local.Hour >= 16 && local.DayOfWeek <= IsoDayOfWeek.Friday ? 250 : 0;
        var byCard = random.Chance(830);
        return new SampleTrip
        {
            VendorId = random.Chance(755) ? 2 : 1,
            PickupAt = local,
            DropoffAt = Local(pickupAt + Duration.FromSeconds(seconds), zone),
            PassengerCount = Passengers(),
            TripDistance = distance,
            RateCodeId = atJfk ? JfkRate : StandardRate,
            StoreAndForwardFlag = random.Chance(4) ? 'Y' : 'N',
            PickupLocationId = from,
            DropoffLocationId = to,
            PaymentType = byCard ? Card : Cash,
            FareAmount = fare,
            Extra = extra,
            MtaTax = 50,
            TipAmount = byCard ? Tip(fare + extra) : 0,
            TollsAmount = distance > 780 && random.Chance(450) ? 694 : 0,
            ImprovementSurcharge = 100,
            CongestionSurcharge = random.Chance(930) ? 250 : 0,
            AirportFee = from is Jfk or LaGuardia ? 175 : 0,
        };
    }

    /// <summary>A ride that came in another way, without the meter's columns.</summary>
    public SampleTrip Bare(Instant pickupAt, DateTimeZone zone) => Metered(pickupAt, zone) with
    {
        PassengerCount = null,
        RateCodeId = null,
        StoreAndForwardFlag = null,
        CongestionSurcharge = null,
        AirportFee = null,
        PaymentType = 0,
        Extra = 0,
    };

    private static LocalDateTime Local(Instant time, DateTimeZone zone) => time.WithOffset(zone.GetUtcOffset(time)).LocalDateTime;

    private (int From, int To) Route() => random.Below(1000) switch
    {
        < 25 => (Jfk, Zone()),
        < 35 => (Zone(), Jfk),
        < 65 => (LaGuardia, Zone()),
        < 80 => (Zone(), LaGuardia),
        < 930 => (Zone(), Zone()),
        _ => (random.Between(1, 263), random.Between(1, 263)),
    };

    private int Zone() => Zones[Math.Min(random.Below(Zones.Length), random.Below(Zones.Length))];

    private int Distance()
    {
        var step = random.Below(Distances.Length - 1);
        return random.Between(Distances[step], Distances[step + 1]);
    }

    private int Seconds(int distance) => random.Between(60, 240) + (distance * random.Between(170, 420) / 100);

    private int Passengers() => random.Below(1000) switch
    {
        < 11 => 0,
        < 770 => 1,
        < 920 => 2,
        < 953 => 3,
        < 974 => 4,
        < 988 => 5,
        _ => 6,
    };

    private int Tip(int amount) => random.Chance(60) ? 0
        : random.Chance(300) ? 100 * random.Between(1, 5)
        : amount * random.Between(15, 30) / 100;
}
