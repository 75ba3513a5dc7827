namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// The latest changes of windows, in the order they became durable: what a page that follows them reads. One grain,
/// key 0. It holds a bounded number of changes in memory; a reader that falls behind is told so and reads the store.
/// </summary>
[Alias("OrleansLambda.IWindowFeedGrain")]
public interface IWindowFeedGrain : IGrainWithIntegerKey
{
    /// <summary>How many changes are held.</summary>
    const int Capacity = 4096;

    /// <summary>Adds changes. Several of one window in one call may have been folded into the last.</summary>
    /// <param name="changes">The changes of one silo's windows, each window once.</param>
    /// <param name="complete">False where changes before these were lost: all readers are told to take the store's rows.</param>
    [Alias("PublishAsync")]
    Task PublishAsync(Immutable<WindowView[]> changes, bool complete);

    /// <summary>
    /// The changes after <paramref name="cursor"/> (null: none, just the cursor of now), at most <paramref name="limit"/>.
    /// </summary>
    [Alias("ReadAsync")]
    [AlwaysInterleave]
    Task<WindowFeedPage> ReadAsync(WindowFeedCursor? cursor, int limit);
}
