using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Storage.HBase;

/// <summary>What the stores' tables are called, and how much is asked of the servers at once. Where the servers are is in the section HBase.</summary>
public sealed class HBaseStorageOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "HBaseStorage";

    /// <summary>What the tables' names begin with, a namespace and a colon included, so that several systems can share a cluster. Default: nothing.</summary>
    [RegularExpression(@"([A-Za-z0-9_]+:)?[A-Za-z0-9_.-]*", ErrorMessage = "HBaseStorage:TablePrefix is '{0}'; letters, digits, '_', '-' and '.' are allowed, and before them a namespace and a colon.")]
    public string TablePrefix { get; set; } = "";

    /// <summary>How many calls with windows, of all grains together, may be under way. Default: 4.</summary>
    [Range(1, 64)]
    public int WindowCallsInFlight { get; set; } = 4;

    /// <summary>How many windows may wait to be written; who writes more waits at the door. Default: 16,384.</summary>
    [Range(1, 1_048_576)]
    public int WindowQueue { get; set; } = 16_384;

    /// <summary>How many batches of trips may be on their way to one region server. Default: 4.</summary>
    [Range(1, 64)]
    public int TripBatchesInFlight { get; set; } = 4;

    /// <summary>How large a batch of trips is, in kibibytes. Default: 1,024.</summary>
    [Range(16, 65_536)]
    public int TripBatchKilobytes { get; set; } = 1_024;

    /// <summary>How many regions are read at once where trips are counted, added up or looked for. Default: 4.</summary>
    [Range(1, 64)]
    public int ScanParallelism { get; set; } = 4;
}
