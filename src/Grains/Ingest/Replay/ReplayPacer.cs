namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Says how many events may have been sent by now, at a steady rate from the first on.</summary>
internal sealed class ReplayPacer(double eventsPerSecond, TimeProvider clock)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly long _start = clock.GetTimestamp();

    /// <summary>How long event number <paramref name="sent"/> (from zero) has to wait; zero where its time has come.</summary>
    public TimeSpan WaitFor(long sent)
    {
        var wait = TimeSpan.FromSeconds(sent / eventsPerSecond) - clock.GetElapsedTime(_start);
        // Waits of less would cost more than they space out: a few events go together.
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < ShortestWait ? ShortestWait : wait;
    }
}
