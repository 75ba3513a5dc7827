using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>How datasets are brought here from http(s) addresses.</summary>
public sealed class DownloadOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Download";

    /// <summary>The folder that downloads go to; they are kept. Default: <c>data/downloads</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Folder { get; set; } = Path.Combine("data", "downloads");

    /// <summary>The largest download, in bytes. Default: 16 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 16L << 30;

    /// <summary>How often in a row a download may fail without getting on before it is given up. Default: 5.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 5;

    /// <summary>The wait after the first failure; it doubles with each further one, up to a minute. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing may come before the connection is taken for broken. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(30);
}
