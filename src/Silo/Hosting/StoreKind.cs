namespace OrleansLambda.Silo.Hosting;

/// <summary>What keeps windows, days, trips, dead letters and checkpoints.</summary>
public enum StoreKind
{
    /// <summary>One file, which one process at a time can hold.</summary>
    DuckDb,

    /// <summary>Tables of an HBase cluster, which any number of silos share.</summary>
    HBase,
}
