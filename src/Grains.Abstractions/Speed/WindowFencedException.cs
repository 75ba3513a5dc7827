namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// An activation of a window could not make its row durable, or does not know whether it did: another activation wrote
/// it, the store failed, or its answer did not come. The activation has dropped its state and is going away. The same
/// call, made again, reaches one that reads the row first.
/// </summary>
[GenerateSerializer, Alias("OrleansLambda.WindowFencedException")]
public sealed class WindowFencedException : Exception
{
    /// <summary>What happened to the window named in <paramref name="message"/>.</summary>
    public WindowFencedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
