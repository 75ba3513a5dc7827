using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.HBase.Client;

/// <summary>How a writer gathers what it sends.</summary>
public sealed class HBaseWriterOptions
{
    /// <summary>How much may wait for its acknowledgement, in bytes of cells; who writes more waits. A single larger change is taken alone. Default: 32 MiB.</summary>
    [Range(65_536, 2_147_483_647)]
    public int BufferBytes { get; set; } = 32 * 1_048_576;

    /// <summary>How much gathers for a server before it is sent, in bytes of cells. Default: 1 MiB.</summary>
    [Range(1_024, 67_108_864)]
    public int BatchBytes { get; set; } = 1_048_576;

    /// <summary>How many batches may be on their way to one server; a flush may add one. Default: 3.</summary>
    [Range(1, 64)]
    public int BatchesInFlight { get; set; } = 3;

    /// <summary>How long a change waits for others to be sent with, at most. Default: 50 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The durability of changes that name none. Default: what the table is set to.</summary>
    public Durability Durability { get; set; }
}
