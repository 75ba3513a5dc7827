namespace OrleansLambda.Grains.Batch;

/// <summary>
/// A known column of the taxi dataset. The one table that readers, stores and encoders go by; columns it does not
/// name are kept as <see cref="Trip.Extras"/>.
/// </summary>
public sealed class TripColumn
{
    private static readonly List<TripColumn> Columns = [];

    /// <summary>The taxi company.</summary>
    public static readonly TripColumn VendorId = new("VendorID", TripColumnKind.Integer);

    /// <summary>When the ride began. The one column that every trip must have.</summary>
    public static readonly TripColumn PickupAt = new("tpep_pickup_datetime", TripColumnKind.Timestamp);

    /// <summary>When the ride ended.</summary>
    public static readonly TripColumn DropoffAt = new("tpep_dropoff_datetime", TripColumnKind.Timestamp);

    /// <summary>Passengers, as the driver entered them.</summary>
    public static readonly TripColumn PassengerCount = new("passenger_count", TripColumnKind.Integer);

    /// <summary>Miles by the meter.</summary>
    public static readonly TripColumn TripDistance = new("trip_distance", TripColumnKind.Decimal);

    /// <summary>The tariff.</summary>
    public static readonly TripColumn RateCodeId = new("RatecodeID", TripColumnKind.Integer);

    /// <summary>Y when the record was held in the car before it was sent.</summary>
    public static readonly TripColumn StoreAndForwardFlag = new("store_and_fwd_flag", TripColumnKind.Flag);

    /// <summary>The zone where the ride began.</summary>
    public static readonly TripColumn PickupLocationId = new("PULocationID", TripColumnKind.Integer);

    /// <summary>The zone where the ride ended.</summary>
    public static readonly TripColumn DropoffLocationId = new("DOLocationID", TripColumnKind.Integer);

    /// <summary>How it was paid.</summary>
    public static readonly TripColumn PaymentType = new("payment_type", TripColumnKind.Integer);

    /// <summary>Dollars by the meter.</summary>
    public static readonly TripColumn FareAmount = new("fare_amount", TripColumnKind.Decimal);

    /// <summary>Dollars of extras and surcharges.</summary>
    public static readonly TripColumn Extra = new("extra", TripColumnKind.Decimal);

    /// <summary>Dollars of tax.</summary>
    public static readonly TripColumn MtaTax = new("mta_tax", TripColumnKind.Decimal);

    /// <summary>Dollars of tip, by card.</summary>
    public static readonly TripColumn TipAmount = new("tip_amount", TripColumnKind.Decimal);

    /// <summary>Dollars of tolls.</summary>
    public static readonly TripColumn TollsAmount = new("tolls_amount", TripColumnKind.Decimal);

    /// <summary>Dollars of improvement surcharge.</summary>
    public static readonly TripColumn ImprovementSurcharge = new("improvement_surcharge", TripColumnKind.Decimal);

    /// <summary>Dollars charged, without cash tips.</summary>
    public static readonly TripColumn TotalAmount = new("total_amount", TripColumnKind.Decimal);

    /// <summary>Dollars of congestion surcharge.</summary>
    public static readonly TripColumn CongestionSurcharge = new("congestion_surcharge", TripColumnKind.Decimal);

    /// <summary>Dollars of airport fee.</summary>
    public static readonly TripColumn AirportFee = new("Airport_fee", TripColumnKind.Decimal);

    private TripColumn(string name, TripColumnKind kind)
    {
        Name = name;
        Kind = kind;
        Index = Columns.Count;
        Columns.Add(this);
    }

    /// <summary>All columns, each at its <see cref="Index"/>, in the order of the official export.</summary>
    public static IReadOnlyList<TripColumn> All => Columns;

    /// <summary>The column's name, as the official export spells it; datasets may write it in any case.</summary>
    public string Name { get; }

    /// <summary>How its values are read and held.</summary>
    public TripColumnKind Kind { get; }

    /// <summary>Its place in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
