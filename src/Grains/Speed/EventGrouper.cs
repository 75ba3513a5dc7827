using System.Buffers;
using Orleans.Streams;
using OrleansLambda.Grains.Events;

namespace OrleansLambda.Grains.Speed;

/// <summary>Reads records as events and groups them by window; what is no event becomes a dead letter with the parser's reason.</summary>
public sealed class EventGrouper(EventParser parser) : IRecordInterpreter
{
    /// <inheritdoc/>
    public Interpretation Interpret(PartitionId partition, IReadOnlyList<LogRecord> records)
    {
        // The windows' events are kept by those who count them; what it takes to sort them out is used again.
        var events = ArrayPool<WindowEvent>.Shared.Rent(records.Count);
        var groupOfEvent = ArrayPool<int>.Shared.Rent(records.Count);
        try
        {
            return Interpret(partition, records, events, groupOfEvent);
        }
        finally
        {
            ArrayPool<WindowEvent>.Shared.Return(events);
            ArrayPool<int>.Shared.Return(groupOfEvent);
        }
    }

    private Interpretation Interpret(PartitionId partition, IReadOnlyList<LogRecord> records, WindowEvent[] events, int[] groupOfEvent)
    {
        var groups = new WindowGroups();
        List<DeadLetter>? letters = null;
        var count = 0;
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (parser.TryParse(record.Value.Span, record.AppendedAt, out var ride) is { } reason)
            {
                (letters ??= []).Add(DeadLetter.Of(partition, record, reason));
                continue;
            }
            groupOfEvent[count] = groups.Add(TumblingWindow.Of(ride.Time));
            events[count++] = new WindowEvent(record.Offset, ride.Ride);
        }
        IBatchContainer[] containers = count == 0
            ? []
            : [new StreamItem(PartitionStream.Of(partition.Partition), records[^1].Offset, new PartitionBatch(partition, groups.Distribute(partition, events.AsSpan(0, count), groupOfEvent)))];
        return new Interpretation(containers, letters ?? (IReadOnlyList<DeadLetter>)[]);
    }
}
