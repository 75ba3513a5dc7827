using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Trips;

/// <summary>Trips as the table has them: the ordinal, the content hash, the known columns in their order, and the extras.</summary>
internal static class TripRow
{
    private const int FirstColumn = 2;

    private static readonly TripColumn[] Columns = [.. TripColumn.All];
    private static readonly int Extras = FirstColumn + Columns.Length;

    /// <summary>Appends trips, column by column.</summary>
    /// <exception cref="OverflowException">A value is outside the range of its kind.</exception>
    public static void Append(TableAppender rows, ReadOnlySpan<Trip> trips)
    {
        while (!trips.IsEmpty)
        {
            var next = trips[..Math.Min(trips.Length, rows.Room)];
            AppendNames(rows, next);
            foreach (var column in Columns)
                AppendColumn(rows, column, next);
            AppendExtras(rows, next);
            rows.EndRows(next.Length);
            trips = trips[next.Length..];
        }
    }

    private static void AppendNames(TableAppender rows, ReadOnlySpan<Trip> trips)
    {
        var ordinals = rows.Values<long>(0);
        var hashes = rows.Values<ulong>(1);
        for (var i = 0; i < trips.Length; i++)
            (ordinals[i], hashes[i]) = (trips[i].Id.Ordinal, trips[i].Id.ContentHash);
    }

    private static void AppendColumn(TableAppender rows, TripColumn column, ReadOnlySpan<Trip> trips)
    {
        var cell = FirstColumn + column.Index;
        switch (column.Kind)
        {
            case TripColumnKind.Integer:
                var numbers = rows.Values<int>(cell);
                for (var i = 0; i < trips.Length; i++)
                    if (trips[i].Has(column))
                        numbers[i] = checked((int)trips[i].ValueOrZero(column));
                    else
                        rows.SetNull(cell, i);
                break;
            case TripColumnKind.Flag:
                var flags = rows.Values<ShortText>(cell);
                for (var i = 0; i < trips.Length; i++)
                    if (trips[i].Has(column))
                        flags[i] = ShortText.Of(checked((byte)trips[i].ValueOrZero(column)));
                    else
                        rows.SetNull(cell, i);
                break;
            default:
                var values = rows.Values<long>(cell);
                for (var i = 0; i < trips.Length; i++)
                    if (trips[i].Has(column))
                        values[i] = trips[i].ValueOrZero(column);
                    else
                        rows.SetNull(cell, i);
                break;
        }
    }

    private static void AppendExtras(TableAppender rows, ReadOnlySpan<Trip> trips)
    {
        for (var i = 0; i < trips.Length; i++)
            if (trips[i].Extras is { } extras)
                rows.Set(Extras, extras, i);
            else
                rows.SetNull(Extras, i);
    }

    /// <summary>Reads the rows of the current chunk, of a query for all columns.</summary>
    public static Trip[] ReadChunk(QueryResult result)
    {
        var trips = new Trip[result.Count];
        for (var row = 0; row < trips.Length; row++)
            trips[row] = Read(result, row);
        return trips;
    }

    private static Trip Read(QueryResult result, int row)
    {
        var values = new long[Columns.Length];
        uint present = 0;
        foreach (var column in Columns)
        {
            var cell = FirstColumn + column.Index;
            if (result.IsNull(cell, row))
                continue;
            present |= 1u << column.Index;
            values[column.Index] = column.Kind switch
            {
                TripColumnKind.Integer => result.Int32(cell, row),
                TripColumnKind.Flag => result.Bytes(cell, row)[0],
                _ => result.Int64(cell, row),
            };
        }
        var id = new TripId(DuckDbTime.ToDateTime(values[TripColumn.PickupAt.Index]), result.Int64(0, row), result.UInt64(1, row));
        return new Trip(id, values, present, result.IsNull(Extras, row) ? null : result.Text(Extras, row));
    }
}
