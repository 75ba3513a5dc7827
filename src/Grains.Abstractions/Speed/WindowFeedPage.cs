namespace OrleansLambda.Grains.Abstractions;

/// <summary>Changes read from the feed.</summary>
/// <param name="Changes">The changes, oldest first; the first follows the cursor that was asked for.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Missed">Changes after the cursor asked for are no longer held: the reader takes the store's rows, then goes on from <paramref name="Cursor"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.WindowFeedPage")]
public sealed record WindowFeedPage(
    [property: Id(0)] WindowView[] Changes,
    [property: Id(1)] WindowFeedCursor Cursor,
    [property: Id(2)] bool Missed);
