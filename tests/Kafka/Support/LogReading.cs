using System.Text;

namespace OrleansLambda.Kafka.Tests.Support;

/// <summary>Reading texts.</summary>
internal static class LogReading
{
    /// <summary>The texts from <paramref name="offset"/> to the end, and where reading goes on.</summary>
    public static async Task<(List<string> Texts, long Next)> ReadAsync(this IEventLog log, int partition, long offset = 0)
    {
        await using var reader = log.OpenReader(partition, offset);
        var texts = new List<string>();
        while (true)
        {
            var batch = await reader.ReadAsync(5_000);
            if (batch.Records.Count == 0)
                return (texts, batch.NextOffset);
            texts.AddRange(batch.Records.Select(record => Encoding.UTF8.GetString(record.Value.Span)));
        }
    }

    public static Task<long> SendAsync(this IEventLog log, int partition, params string[] texts) =>
        log.AppendAsync(partition, [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))]);
}
