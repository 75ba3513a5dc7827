namespace OrleansLambda.HBase.Client;

/// <summary>The timestamps from <paramref name="From"/> up to, not including, <paramref name="To"/>.</summary>
public readonly record struct TimestampRange(long From, long To)
{
    internal Proto.TimeRange ToProto() => new() { From = (ulong)From, To = (ulong)To };
}
