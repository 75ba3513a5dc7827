namespace OrleansLambda.Grains.Speed;

/// <summary>The names by which the stream provider and its subscribers find each other.</summary>
public static class PartitionStream
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "event-log";

    /// <summary>The namespace of the streams; a stream's key is its partition's number.</summary>
    public const string Namespace = "partition";

    /// <summary>The stream of <paramref name="partition"/>.</summary>
    public static StreamId Of(int partition) => StreamId.Create(Namespace, partition);
}
