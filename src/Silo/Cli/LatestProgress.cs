namespace OrleansLambda.Silo.Cli;

/// <summary>Keeps the last report, for a display that asks in its own time. Thread-safe.</summary>
public sealed class LatestProgress<T> : IProgress<T>
    where T : struct
{
    private readonly Lock _lock = new();
    private T _value;

    /// <summary>The last report.</summary>
    public T Value
    {
        get
        {
            lock (_lock)
                return _value;
        }
    }

    /// <inheritdoc/>
    public void Report(T value)
    {
        lock (_lock)
            _value = value;
    }
}
