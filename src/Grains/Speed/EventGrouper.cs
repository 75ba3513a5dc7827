using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Speed;

/// <summary>Reads records as events and groups them by window; what is no event becomes a dead letter with the parser's reason.</summary>
public sealed class EventGrouper(EventParser parser) : IRecordInterpreter
{
    /// <inheritdoc/>
    public Interpretation Interpret(PartitionId partition, IReadOnlyList<LogRecord> records)
    {
        var events = new List<WindowEvent>(records.Count);
        var groups = new List<Group>();
        var groupOfEvent = new List<int>(records.Count);
        var groupOfWindow = new Dictionary<long, int>();
        List<DeadLetter>? letters = null;
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (parser.TryParse(record.Value.Span, record.AppendedAt, out var ride) is { } reason)
            {
                (letters ??= []).Add(Letter(partition, record, reason));
                continue;
            }
            var window = TumblingWindow.Of(ride.Time);
            if (!groupOfWindow.TryGetValue(window.Number, out var group))
            {
                group = groups.Count;
                groupOfWindow.Add(window.Number, group);
                groups.Add(new Group { Window = window });
            }
            groups[group].Count++;
            groupOfEvent.Add(group);
            events.Add(new WindowEvent(record.Offset, ride.Ride));
        }
        var item = groups.Count == 0 ? null : new PartitionBatch(partition, Distribute(partition, groups, events, groupOfEvent));
        return new Interpretation(item, letters ?? (IReadOnlyList<DeadLetter>)[]);
    }

    // The sizes are known by now, so each window's array is made once and holds exactly its events.
    private static WindowBatch[] Distribute(PartitionId partition, List<Group> groups, List<WindowEvent> events, List<int> groupOfEvent)
    {
        var batches = new WindowBatch[groups.Count];
        for (var i = 0; i < batches.Length; i++)
            batches[i] = new WindowBatch(groups[i].Window, partition, new WindowEvent[groups[i].Count]);
        for (var i = 0; i < events.Count; i++)
        {
            var group = groups[groupOfEvent[i]];
            batches[groupOfEvent[i]].Events[group.Filled++] = events[i];
        }
        return batches;
    }

    private static DeadLetter Letter(PartitionId partition, LogRecord record, string reason) => new(
        new DeadLetterKey(partition.TopicId, partition.Partition, record.Offset),
        reason,
        record.AppendedAt,
        record.Value[..Math.Min(record.Value.Length, DeadLetter.MaxValueBytes)],
        record.Value.Length);

    private sealed class Group
    {
        public required TumblingWindow Window { get; init; }

        public int Count { get; set; }

        public int Filled { get; set; }
    }
}
