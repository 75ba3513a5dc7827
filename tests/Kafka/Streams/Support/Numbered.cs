namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>An item of a stream.</summary>
[GenerateSerializer]
public sealed record Numbered([property: Id(0)] int Number)
{
    /// <summary>Something to make it long.</summary>
    [Id(1)]
    public string? Text { get; init; }
}
