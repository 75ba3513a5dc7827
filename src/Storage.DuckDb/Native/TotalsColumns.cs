namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>Totals as six columns, in the order of <see cref="TripTotals"/>.</summary>
internal static class TotalsColumns
{
    /// <summary>How many columns they take.</summary>
    public const int Count = 6;

    /// <summary>Sets the columns from <paramref name="first"/> on.</summary>
    public static void Set(TableAppender row, int first, in TripTotals totals)
    {
        row.Set(first, totals.Rides);
        row.Set(first + 1, ExactNumber.ToMillionths(totals.TotalAmount));
        row.Set(first + 2, ExactNumber.ToMillionths(totals.FareAmount));
        row.Set(first + 3, ExactNumber.ToMillionths(totals.TipAmount));
        row.Set(first + 4, ExactNumber.ToMillionths(totals.TripDistance));
        row.Set(first + 5, totals.PassengerCount);
    }

    /// <summary>Reads stored totals from the columns from <paramref name="first"/> on.</summary>
    public static TripTotals Read(QueryResult result, int first, int row) => new(
        result.Int64(first, row),
        ExactNumber.FromMillionths(result.Int128(first + 1, row)),
        ExactNumber.FromMillionths(result.Int128(first + 2, row)),
        ExactNumber.FromMillionths(result.Int128(first + 3, row)),
        ExactNumber.FromMillionths(result.Int128(first + 4, row)),
        result.Int64(first + 5, row));

    /// <summary>Reads sums, HUGEINT or DECIMAL(38,6) all of them, from the columns from <paramref name="first"/> on; NULL is zero.</summary>
    /// <exception cref="OverflowException">A sum leaves the range of its type.</exception>
    public static TripTotals ReadSums(QueryResult result, int first, int row)
    {
        Int128 Sum(int column) => result.IsNull(first + column, row) ? 0 : result.Int128(first + column, row);
        return new TripTotals(
            checked((long)Sum(0)),
            ExactNumber.FromMillionths(Sum(1)),
            ExactNumber.FromMillionths(Sum(2)),
            ExactNumber.FromMillionths(Sum(3)),
            ExactNumber.FromMillionths(Sum(4)),
            checked((long)Sum(5)));
    }
}
