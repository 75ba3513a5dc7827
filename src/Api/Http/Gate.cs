namespace OrleansLambda.Api.Http;

/// <summary>Lets a bounded number of requests in at once, and the others know at once. Thread-safe.</summary>
internal sealed class Gate(int capacity)
{
    private int _inside;

    /// <summary>How many may be inside.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Enters where there is room; whoever entered leaves by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= Capacity)
            return true;
        Interlocked.Decrement(ref _inside);
        return false;
    }

    /// <summary>Makes room.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);
}
