using System.Text;
using CsvHelper;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Reads the text of a CSV dataset: UTF-8, with or without a byte order mark, fields separated by commas, a header
/// first. One record is one line; empty lines are no records.
/// </summary>
/// <remarks>
/// A record that took several lines could not be told from one whose closing quotation mark is missing, and that one
/// would swallow the rest of the file.
/// </remarks>
internal static class CsvDataset
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Reads the records from <paramref name="fromOrdinal"/> on.</summary>
    /// <param name="file">The dataset's name, for errors.</param>
    /// <param name="text">Its text, from the first byte; disposed at the end.</param>
    /// <param name="length">How many bytes that is, for the chunks' <see cref="DatasetChunk.Done"/>.</param>
    /// <param name="fromOrdinal">The first record to deliver.</param>
    /// <param name="trips">How many trips make a chunk.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="DatasetException">The text is no dataset.</exception>
    public static IEnumerable<DatasetChunk> Read(string file, Stream text, long length, long fromOrdinal, int trips, CancellationToken cancellationToken)
    {
        using var lines = new BoundedLines(ReadStart(file, text), text, cancellationToken);
        CsvMalformedReason? malformed = null;
        using var reader = CsvReader.Create(lines, Options(record => malformed = record.Reason), leaveOpen: true);
        var parser = new CsvRecordParser(ReadHeader(file, reader, ref malformed));
        for (long skipped = 0; skipped < fromOrdinal; skipped++)
            if (!Next(file, reader))
                yield break;
        var chunk = new ChunkBuilder(fromOrdinal, trips);
        malformed = null;
        while (Next(file, reader))
        {
            Add(chunk, reader, parser, ref malformed);
            if (chunk.IsFull)
                yield return chunk.Take(Done(lines.BytesRead, length));
        }
        if (!chunk.IsEmpty)
            yield return chunk.Take(1);
    }

    // A reader would silently take such text for what it is, and replace what is invalid in it; here it says what is needed.
    private static ReadOnlyMemory<byte> ReadStart(string file, Stream text)
    {
        var start = new byte[4];
        var length = 0;
        try
        {
            length = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (IsReadError(e))
        {
            throw new DatasetException($"{file} cannot be read: {e.Message}", e);
        }
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF])
            throw new DatasetException($"{file} is UTF-16 or UTF-32 text; a dataset is UTF-8. Convert it, for example with: iconv -f UTF-16 -t UTF-8");
        return start.AsMemory(0, length);
    }

    private static CsvReaderOptions Options(Action<CsvMalformedRecord> onMalformed) => new()
    {
        Separator = ',',
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
        OnMalformedRecord = onMalformed,
        Encoding = Encoding.UTF8,
        BufferSize = BufferBytes,
    };

    private static DatasetLayout ReadHeader(string file, CsvReader reader, ref CsvMalformedReason? malformed)
    {
        if (!Next(file, reader))
            throw new DatasetException($"{file} is empty; its first line names the columns, {TripColumn.PickupAt} among them.");
        if (CsvRecordParser.CheckText(reader.RawRecord) is { } refusal)
            throw new DatasetException($"{file} is no CSV dataset: in its first line, {refusal}. UTF-8 text is needed, with a first line that names the columns.");
        if (malformed is { } reason)
            throw new DatasetException($"{file} has a malformed header ({reason}); quotation marks are closed on the line and stand around whole names.");
        var names = new string[reader.FieldCount];
        for (var i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(reader.GetSpan(i));
        return DatasetLayout.Of(file, names);
    }

    private static void Add(ChunkBuilder chunk, CsvReader reader, CsvRecordParser parser, ref CsvMalformedReason? malformed)
    {
        var raw = reader.RawRecord;
        if (parser.TryParse(reader, malformed, chunk.NextOrdinal, out var trip) is { } refusal)
            chunk.Reject(reader.LineNumber, refusal, Quoted.Prefix(raw, RejectedRecord.MaxText));
        else
            chunk.Add(trip, raw.Length);
        malformed = null;
    }

    private static bool Next(string file, CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (IsReadError(e))
        {
            throw new DatasetException($"{file} could not be read to its end: {e.Message}", e);
        }
    }

    private static bool IsReadError(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException or CsvFormatException;

    private static double Done(long read, long length) => length > 0 ? Math.Min(1, (double)read / length) : 1;
}
