namespace OrleansLambda.Silo.Hosting;

/// <summary>What keeps the log.</summary>
public enum LogKind
{
    /// <summary>Tables of the store's own file.</summary>
    DuckDb,

    /// <summary>A topic of a Kafka cluster.</summary>
    Kafka,
}
