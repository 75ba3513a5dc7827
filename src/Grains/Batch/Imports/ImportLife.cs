namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>Where this life of an import began, and so how fast it goes.</summary>
internal sealed class ImportLife(long firstRecord, double firstDone)
{
    private TimeSpan _told;

    /// <summary><paramref name="status"/> with the rate and the time left, <paramref name="elapsed"/> into this life.</summary>
    public ImportStatus Complete(ImportStatus status, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        if (seconds <= 0)
            return status;
        var progress = status.Done - firstDone;
        return status with
        {
            RecordsPerSecond = (status.Records - firstRecord) / seconds,
            Eta = status.State == WorkState.Running && progress > 0 ? TimeSpan.FromSeconds(Math.Min((1 - status.Done) / progress * seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : null,
        };
    }

    /// <summary>Whether <paramref name="period"/> has passed since this was last true.</summary>
    public bool IsDue(TimeSpan elapsed, TimeSpan period)
    {
        if (elapsed - _told < period)
            return false;
        _told = elapsed;
        return true;
    }
}
