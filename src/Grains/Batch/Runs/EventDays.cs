using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>
/// Tells the day of each event of a partition. Events of one day come together, so the day found last is tried first.
/// Not for several threads.
/// </summary>
internal sealed class EventDays(ZonedCalendar calendar)
{
    private TimeRange _range;
    private DateOnly _date;

    /// <summary>The date in the zone.</summary>
    public DateOnly DateOf(in RideEvent ride)
    {
        if (ride.Time < _range.From || ride.Time >= _range.To)
        {
            _date = calendar.DateOf(ride.Time);
            _range = calendar.RangeOf(_date);
        }
        return _date;
    }

    /// <summary>The date under which the master dataset has the trip that a replay stands for: replays tell pickups as recorded.</summary>
    public static DateOnly RecordedDateOf(in RideEvent replay) => DateOnly.FromDateTime(replay.Time.UtcDateTime);
}
