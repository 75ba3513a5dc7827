namespace OrleansLambda.Grains.Batch;

/// <summary>How the values of a column of trips are read and held.</summary>
public enum TripColumnKind
{
    /// <summary>A whole number of magnitude below 2^31; <c>2.0</c> is one too, since exports write nullable integers so.</summary>
    Integer,

    /// <summary>A decimal number, as <see cref="Micros"/>.</summary>
    Decimal,

    /// <summary>A date and time as recorded, of no zone, as microseconds since 1970-01-01 00:00:00.</summary>
    Timestamp,

    /// <summary>One printable ASCII character, as its code.</summary>
    Flag,
}
