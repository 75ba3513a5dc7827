namespace OrleansLambda.Grains.Batch;

/// <summary>
/// A trip of the master dataset: the values of the known columns, each present or not, and whatever other columns its
/// dataset had. Immutable.
/// </summary>
/// <remarks>
/// A value, whose own values may lie in memory that it shares with the trips beside it: an import has trips by the million
/// in flight, and as objects each would be marked and moved by the garbage collector several times.
/// </remarks>
public readonly struct Trip
{
    private readonly ArraySegment<long> _values;
    private readonly uint _present;

    /// <summary>A trip from its parts, as a <see cref="TripBuilder"/> or a store holds them.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="values">A value for each of <see cref="TripColumn.All"/>, zero where there is none; never changed from here on.</param>
    /// <param name="present">Bit n is set where column n has a value.</param>
    /// <param name="extras">A JSON object of the unknown columns, or null.</param>
    public Trip(TripId id, ArraySegment<long> values, uint present, string? extras)
    {
        Id = id;
        _values = values;
        _present = present;
        Extras = extras;
    }

    /// <summary>The trip's name.</summary>
    public TripId Id { get; }

    /// <summary>The columns that <see cref="TripColumn"/> does not know: a JSON object with sorted names, or null where there are none.</summary>
    public string? Extras { get; }

    /// <summary>The date of the pickup, as recorded: the day that the trip belongs to.</summary>
    public DateOnly Date => DateOnly.FromDateTime(Id.PickupAt);

    /// <summary>The raw value of a column, in the form that its <see cref="TripColumnKind"/> says, or null.</summary>
    public long? this[TripColumn column] => Has(column) ? _values[column.Index] : null;

    /// <summary>Whether <paramref name="column"/> has a value.</summary>
    public bool Has(TripColumn column) => (_present & (1u << column.Index)) != 0;

    /// <summary>The value of a column, or zero where it has none.</summary>
    public long ValueOrZero(TripColumn column) => _values[column.Index];

    /// <summary>What the trip adds to its day.</summary>
    public TripTotals Totals => TripTotals.OfRide(
        Measure(TripColumn.TotalAmount),
        Measure(TripColumn.FareAmount),
        Measure(TripColumn.TipAmount),
        Measure(TripColumn.TripDistance),
        Has(TripColumn.PassengerCount) ? (int)ValueOrZero(TripColumn.PassengerCount) : null);

    /// <summary>The value of a column of kind <see cref="TripColumnKind.Decimal"/>.</summary>
    public Micros? Measure(TripColumn column) => Has(column) ? new Micros(ValueOrZero(column)) : null;
}
