using System.Globalization;
using System.Text;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Batch.Datasets;

namespace OrleansLambda.Storage.DuckDb.Datasets;

/// <summary>Makes a trip of a row, or says in a sentence why it is none.</summary>
internal sealed class ParquetRowParser(DatasetLayout layout)
{
    private readonly TripBuilder _builder = new();
    private readonly ExtrasBuilder _extras = new();

    /// <summary>Reads row <paramref name="row"/> of <paramref name="rows"/>, which is record <paramref name="ordinal"/> of the dataset.</summary>
    /// <returns>Null and a trip, or what is wrong.</returns>
    public string? TryParse(ParquetRows rows, int row, long ordinal, out Trip trip)
    {
        trip = default;
        _builder.Clear();
        var hasPickup = false;
        for (var i = 0; i < layout.Count; i++)
        {
            if (layout[i] is not { } column || !rows[i].Has(row))
                continue;
            string? refusal;
            long value;
            if (rows[i].IsText)
            {
                var text = rows[i].Text(row).Trim(" \t"u8);
                if (text.IsEmpty)
                    continue;
                refusal = TripField.FromText(column, text, out value);
            }
            else
            {
                refusal = rows[i].Read(column, row, out value);
            }
            if (refusal is not null)
                return refusal;
            _builder.Set(column, value);
            hasPickup |= column == TripColumn.PickupAt;
        }
        if (!hasPickup)
            return $"{TripColumn.PickupAt} is empty";
        if (layout.Extras.Count > 0 && ReadExtras(rows, row) is { } tooLong)
            return tooLong;
        trip = _builder.Build(ordinal);
        return null;
    }

    /// <summary>The row as a line of a CSV would show it, shortened.</summary>
    public static string Show(ParquetRows rows, int row)
    {
        var line = new StringBuilder();
        for (var i = 0; i < rows.ColumnCount && line.Length < RejectedRecord.MaxText; i++)
            line.Append(i > 0 ? "," : "").Append(rows[i].Show(row));
        return Quoted.Prefix(Encoding.UTF8.GetBytes(line.ToString()), RejectedRecord.MaxText);
    }

    private string? ReadExtras(ParquetRows rows, int row)
    {
        _extras.Clear();
        long length = 0;
        foreach (var i in layout.Extras)
        {
            if (!rows[i].Has(row))
                continue;
            var text = rows[i].Text(row);
            if ((length += text.Length) > DatasetLayout.MaxRecordBytes)
                return string.Create(CultureInfo.InvariantCulture, $"the row is longer than {DatasetLayout.MaxRecordBytes} bytes");
            _extras.Add(layout.Names[i], text);
        }
        _builder.SetExtras(_extras.Build());
        return null;
    }
}
