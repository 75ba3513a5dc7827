using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Silo.Hosting;

/// <summary>Which dataset is imported at start.</summary>
public sealed class DatasetOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Dataset";

    /// <summary>A .csv, a .zip that holds one, a .parquet, or an http(s) address of one. Default: what the data folder holds.</summary>
    public string? Path { get; set; }

    /// <summary>How many trips the generated sample has; 0 for no sample. Default: 100,000.</summary>
    [Range(0, 10_000_000)]
    public int SampleTrips { get; set; } = 100_000;
}
