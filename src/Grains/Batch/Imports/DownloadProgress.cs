namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>Passes on each tenth of a download once. <see cref="Progress{T}"/> would need a place to post to.</summary>
internal sealed class DownloadProgress(Action<double> tell) : IProgress<double>
{
    private int _tenths;

    public void Report(double value)
    {
        var tenths = (int)(value * 10);
        if (tenths > Interlocked.Exchange(ref _tenths, Math.Max(tenths, _tenths)))
            tell(value);
    }
}
