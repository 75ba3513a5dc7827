namespace OrleansLambda.Silo.Hosting;

/// <summary>The choice of a store.</summary>
public sealed class StoreOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Store";

    /// <summary>What keeps windows, days, trips, dead letters and checkpoints: duckdb, a file of one process, or hbase. Default: duckdb where embedded, hbase in a cluster.</summary>
    public StoreKind? Kind { get; set; }
}
