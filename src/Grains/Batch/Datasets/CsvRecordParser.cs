using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Makes a trip of the record at which a CSV reader stands, or says in a sentence why it is none.</summary>
internal sealed class CsvRecordParser(DatasetLayout layout)
{
    private static readonly string TooLong =
        string.Create(CultureInfo.InvariantCulture, $"the line is longer than {BoundedLines.MaxLine} bytes");

    private readonly TripBuilder _builder = new();
    private readonly ExtrasBuilder _extras = new();

    /// <summary>Reads the current record.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="malformed">What the reader has found wrong with the record's quotation marks, if anything.</param>
    /// <param name="ordinal">The record's number.</param>
    /// <param name="trip">The trip.</param>
    /// <returns>Null and a trip, or what is wrong.</returns>
    public string? TryParse(CsvReader reader, CsvMalformedReason? malformed, long ordinal, out Trip trip)
    {
        trip = default;
        var refusal = CheckText(reader.RawRecord) ?? CheckShape(reader, malformed) ?? ReadFields(reader);
        if (refusal is null)
            trip = _builder.Build(ordinal);
        return refusal;
    }

    /// <summary>What is wrong with a line as text: too long, not UTF-8, or with NUL bytes; null where nothing is.</summary>
    public static string? CheckText(ReadOnlySpan<byte> line)
    {
        if (line.Length > BoundedLines.MaxLine)
            return TooLong;
        if (line.Contains((byte)0))
            return "the line holds a NUL byte";
        return Utf8.IsValid(line) ? null : "the line is not valid UTF-8";
    }

    private string? CheckShape(CsvReader reader, CsvMalformedReason? malformed)
    {
        if (malformed is { } reason)
            return reason switch
            {
                CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.UnterminatedQuote => "a quotation mark is not closed on its line",
                CsvMalformedReason.StrayQuote => "a quotation mark stands within a field that does not begin with one",
                CsvMalformedReason.TextAfterClosingQuote => "text follows a closing quotation mark",
                _ => $"the line is malformed ({reason})",
            };
        if (reader.FieldCount == layout.Count)
            return null;
        return string.Create(CultureInfo.InvariantCulture, $"the line has {reader.FieldCount} fields; the header has {layout.Count}");
    }

    private string? ReadFields(CsvReader reader)
    {
        _builder.Clear();
        var hasPickup = false;
        for (var i = 0; i < layout.Count; i++)
        {
            if (layout[i] is not { } column)
                continue;
            var text = Trim(reader.GetSpan(i));
            if (text.IsEmpty)
                continue;
            if (TripField.FromText(column, text, out var value) is { } refusal)
                return refusal;
            _builder.Set(column, value);
            hasPickup |= column == TripColumn.PickupAt;
        }
        if (!hasPickup)
            return $"{TripColumn.PickupAt} is empty";
        if (layout.Extras.Count > 0)
            _builder.SetExtras(ReadExtras(reader));
        return null;
    }

    private string? ReadExtras(CsvReader reader)
    {
        _extras.Clear();
        foreach (var i in layout.Extras)
            _extras.Add(layout.Names[i], reader.GetSpan(i));
        return _extras.Build();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') ? text : text.Trim(" \t"u8);
}
