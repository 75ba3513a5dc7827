using System.Globalization;
using System.Text;

namespace OrleansLambda.Conformance;

/// <summary>Shorthand of the suite of the log: records that are texts.</summary>
internal static class EventLogExtensions
{
    public static ReadOnlyMemory<byte> ToRecord(this string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(this LogRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    public static ReadOnlyMemory<byte>[] Numbered(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}:{i}").ToRecord())];

    public static Task<long> AppendAsync(this IEventLog log, int partition, params string[] texts) =>
        log.AppendAsync(partition, [.. texts.Select(ToRecord)]);

    /// <summary>All records of <paramref name="partition"/> from <paramref name="offset"/> to its end; checks what holds of every batch.</summary>
    public static async Task<List<LogRecord>> ReadAllAsync(this IEventLog log, int partition, long offset = 0, int maxRecords = 1_000)
    {
        await using var reader = log.OpenReader(partition, offset);
        var all = new List<LogRecord>();
        var next = offset;
        while (true)
        {
            var batch = await reader.ReadAsync(maxRecords);
            Assert.True(batch.Records.Count <= maxRecords, $"{batch.Records.Count} records came where {maxRecords} were allowed.");
            foreach (var record in batch.Records)
            {
                Assert.True(record.Offset >= next, $"Offset {record.Offset} came where {next} or a higher one was due.");
                next = record.Offset + 1;
            }
            Assert.True(batch.NextOffset >= next, $"Reading goes on at {batch.NextOffset}, below {next}.");
            next = batch.NextOffset;
            if (batch.Records.Count == 0)
                return all;
            all.AddRange(batch.Records.Select(Keep));
        }
    }

    /// <summary>A copy of a record that outlives its reader's next call.</summary>
    public static LogRecord Keep(this LogRecord record) => record with { Value = record.Value.ToArray() };

    public static async Task<string[]> ReadTextsAsync(this IEventLog log, int partition, long offset = 0) =>
        [.. (await log.ReadAllAsync(partition, offset)).Select(Text)];
}
