namespace OrleansLambda.Silo.Hosting;

/// <summary>The choice of a log.</summary>
public sealed class LogOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Log";

    /// <summary>What keeps the log: duckdb or kafka. Default: duckdb where embedded, kafka in a cluster.</summary>
    public LogKind? Kind { get; set; }
}
