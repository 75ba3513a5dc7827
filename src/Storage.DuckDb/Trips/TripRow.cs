using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Trips;

/// <summary>Trips as the table has them: the ordinal, the content hash, the known columns in their order, and the extras.</summary>
internal static class TripRow
{
    private const int FirstColumn = 2;

    private static readonly TripColumn[] Columns = [.. TripColumn.All];
    private static readonly int Extras = FirstColumn + Columns.Length;

    /// <summary>Appends a trip.</summary>
    /// <exception cref="OverflowException">A value is outside the range of its kind.</exception>
    public static void Append(TableAppender row, in Trip trip)
    {
        row.Set(0, trip.Id.Ordinal);
        row.Set(1, trip.Id.ContentHash);
        Span<byte> flag = stackalloc byte[1];
        foreach (var column in Columns)
        {
            var cell = FirstColumn + column.Index;
            if (!trip.Has(column))
            {
                row.SetNull(cell);
                continue;
            }
            var value = trip.ValueOrZero(column);
            switch (column.Kind)
            {
                case TripColumnKind.Integer:
                    row.Set(cell, checked((int)value));
                    break;
                case TripColumnKind.Flag:
                    flag[0] = checked((byte)value);
                    row.Set(cell, flag);
                    break;
                default:
                    row.Set(cell, value);
                    break;
            }
        }
        if (trip.Extras is { } extras)
            row.Set(Extras, extras);
        else
            row.SetNull(Extras);
        row.EndRow();
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
