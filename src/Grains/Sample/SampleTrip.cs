using NodaTime;

namespace OrleansLambda.Grains.Sample;

/// <summary>A made-up trip, in the units that make its numbers exact: cents and hundredths of a mile.</summary>
internal readonly record struct SampleTrip
{
    public required int VendorId { get; init; }

    /// <summary>The clock on the wall in New York.</summary>
    public required LocalDateTime PickupAt { get; init; }

    public required LocalDateTime DropoffAt { get; init; }

    /// <summary>Null where the record came in without the columns that the meter adds: these five are empty then.</summary>
    public int? PassengerCount { get; init; }

    public required int TripDistance { get; init; }

    public int? RateCodeId { get; init; }

    public char? StoreAndForwardFlag { get; init; }

    public required int PickupLocationId { get; init; }

    public required int DropoffLocationId { get; init; }

    public required int PaymentType { get; init; }

    public required int FareAmount { get; init; }

    public required int Extra { get; init; }

    public required int MtaTax { get; init; }

    public required int TipAmount { get; init; }

    public required int TollsAmount { get; init; }

    public required int ImprovementSurcharge { get; init; }

    public int? CongestionSurcharge { get; init; }

    public int? AirportFee { get; init; }

    public int TotalAmount => FareAmount + Extra + MtaTax + TipAmount + TollsAmount + ImprovementSurcharge
        + (CongestionSurcharge ?? 0) + (AirportFee ?? 0);

    /// <summary>The record that takes this one back: every amount the other way round.</summary>
    public SampleTrip Refund() => this with
    {
        FareAmount = -FareAmount,
        Extra = -Extra,
        MtaTax = -MtaTax,
        TipAmount = -TipAmount,
        TollsAmount = -TollsAmount,
        ImprovementSurcharge = -ImprovementSurcharge,
        CongestionSurcharge = -CongestionSurcharge,
        AirportFee = -AirportFee,
    };
}
