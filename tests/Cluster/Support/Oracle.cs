namespace OrleansLambda.Cluster.Support;

/// <summary>What the log says must have been counted: computed from its records alone, without any of what is tested but the parser.</summary>
public sealed class Oracle
{
    private readonly HashSet<(string TopicId, int Partition, long Offset)> _seen = [];

    /// <summary>The totals of every window that has events.</summary>
    public Dictionary<TumblingWindow, TripTotals> Windows { get; } = [];

    /// <summary>The records that are no events.</summary>
    public SortedSet<(string TopicId, int Partition, long Offset)> Letters { get; } = [];

    /// <summary>How many records of each partition of the topic read last are events, and how many are not.</summary>
    public Dictionary<int, (long Counted, long Letters)> Partitions { get; } = [];

    /// <summary>Adds all records that <paramref name="log"/> holds now and that were not added before.</summary>
    public async Task<Oracle> AddAsync(IEventLog log)
    {
        var parser = new EventParser(new EventOptions());
        var topic = await log.DescribeAsync();
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            var (counted, letters) = (0L, 0L);
            foreach (var record in await ReadAsync(log, partition))
            {
                var fresh = _seen.Add((topic.TopicId, partition, record.Offset));
                if (parser.TryParse(record.Value.Span, record.AppendedAt, out var ride) is null)
                {
                    counted++;
                    var window = TumblingWindow.Of(ride.Time);
                    if (fresh)
                        Windows[window] = Windows.GetValueOrDefault(window).Merge(ride.Ride.Totals);
                }
                else
                {
                    letters++;
                    Letters.Add((topic.TopicId, partition, record.Offset));
                }
            }
            Partitions[partition] = (counted, letters);
        }
        return this;
    }

    private static async Task<List<LogRecord>> ReadAsync(IEventLog log, int partition)
    {
        var records = new List<LogRecord>();
        await using var reader = log.OpenReader(partition, (await log.GetRangeAsync(partition)).Earliest);
        while (await reader.ReadAsync(10_000) is { Records.Count: > 0 } batch)
            records.AddRange(batch.Records.Select(static record => record with { Value = record.Value.ToArray() }));
        return records;
    }
}
