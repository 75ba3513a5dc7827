namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>Adds up one day's events of one partition.</summary>
internal sealed class DayAccumulator
{
    /// <summary>Live events.</summary>
    public TripTotals Live { get; private set; }

    /// <summary>Replays of trips on days that the master dataset does not hold.</summary>
    public TripTotals Replayed { get; private set; }

    public void Add(in TripTotals ride, bool isReplay)
    {
        if (isReplay)
            Replayed = Replayed.Merge(ride);
        else
            Live = Live.Merge(ride);
    }

    public void Add(DayAccumulator other)
    {
        Live = Live.Merge(other.Live);
        Replayed = Replayed.Merge(other.Replayed);
    }
}
