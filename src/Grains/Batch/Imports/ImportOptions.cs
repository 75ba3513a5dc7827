using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>How datasets are imported.</summary>
public sealed class ImportOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Import";

    /// <summary>Where reject files are written, one a dataset that has rejects: at most as large as the dataset's bad records. Default: data/rejects.</summary>
    [Required]
    public string RejectDirectory { get; set; } = Path.Combine("data", "rejects");

    /// <summary>How many imports may wait behind the one under way. Default: 64.</summary>
    [Range(1, 10_000)]
    public int MaxWaiting { get; set; } = 64;

    /// <summary>How often the log tells how far an import has come. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ProgressPeriod { get; set; } = TimeSpan.FromSeconds(5);
}
