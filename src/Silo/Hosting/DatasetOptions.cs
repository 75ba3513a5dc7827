namespace OrleansLambda.Silo.Hosting;

/// <summary>Which dataset is imported at start.</summary>
public sealed class DatasetOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Dataset";

    /// <summary>A .csv, a .zip that holds one, a .parquet, or an http(s) address of one. Default: what the data folder holds.</summary>
    public string? Path { get; set; }
}
