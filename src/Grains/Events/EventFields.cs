namespace OrleansLambda.Grains.Events;

/// <summary>What the text of an event holds, before it is judged by when it came.</summary>
internal struct EventFields
{
    public bool HasTime;
    public bool IsReplay;
    public DateTimeOffset Time;
    public Micros? TotalAmount;
    public Micros? FareAmount;
    public Micros? TipAmount;
    public Micros? TripDistance;
    public int? PassengerCount;

    /// <summary>Takes a whole number from 0 to <see cref="EventParser.MaxPassengers"/>, and nothing else.</summary>
    public bool TrySetPassengers(Micros count)
    {
        if (count.Value % Micros.Scale != 0 || count.Value is < 0 or > EventParser.MaxPassengers * Micros.Scale)
            return false;
        PassengerCount = (int)(count.Value / Micros.Scale);
        return true;
    }
}
