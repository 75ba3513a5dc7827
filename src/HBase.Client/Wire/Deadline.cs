namespace OrleansLambda.HBase.Client.Wire;

/// <summary>The end of the time that several waits share; it begins to run at once.</summary>
/// <param name="time">The clock.</param>
/// <param name="limit">How much time there is in all.</param>
internal readonly struct Deadline(TimeProvider time, TimeSpan limit)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>How much of it is left; zero, never less, when it is over.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = limit - time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
