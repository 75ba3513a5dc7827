using System.Runtime.InteropServices;

namespace OrleansLambda.Grains.Speed;

/// <summary>Sorts events by window, in two passes: the first counts, so that each window's array is made once and holds just its events.</summary>
internal sealed class WindowGroups
{
    private readonly List<Group> _groups = [];
    private readonly Dictionary<long, int> _byWindow = [];
    private int _last = -1; // Neighbours in the log mostly fall into the same window.

    /// <summary>Counts an event of <paramref name="window"/>.</summary>
    /// <returns>The number of its group.</returns>
    public int Add(TumblingWindow window)
    {
        if (_last < 0 || _groups[_last].Window != window)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_byWindow, window.Number, out var exists);
            if (!exists)
            {
                number = _groups.Count;
                _groups.Add(new Group(window));
            }
            _last = number;
        }
        CollectionsMarshal.AsSpan(_groups)[_last].Count++;
        return _last;
    }

    /// <summary>The windows' batches, in the order in which they first came up.</summary>
    /// <param name="source">The partition that the events come from.</param>
    /// <param name="events">All events that were counted, in order.</param>
    /// <param name="groupOfEvent">The group of each.</param>
    public WindowBatch[] Distribute(PartitionId source, ReadOnlySpan<WindowEvent> events, ReadOnlySpan<int> groupOfEvent)
    {
        var groups = CollectionsMarshal.AsSpan(_groups);
        var batches = new WindowBatch[groups.Length];
        for (var i = 0; i < batches.Length; i++)
            batches[i] = new WindowBatch(groups[i].Window, source, new WindowEvent[groups[i].Count]);
        for (var i = 0; i < events.Length; i++)
        {
            var number = groupOfEvent[i];
            batches[number].Events[groups[number].Filled++] = events[i];
        }
        return batches;
    }

    private struct Group(TumblingWindow window)
    {
        public readonly TumblingWindow Window = window;

        public int Count;

        public int Filled;
    }
}
