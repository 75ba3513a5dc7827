using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.HBase.Client;

/// <summary>Where the cluster is, and how long to try.</summary>
public sealed class HBaseOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "HBase";

    /// <summary>Some of the masters or region servers, as <c>host:port</c> separated by commas; they tell where all else is. Required.</summary>
    [Required]
    public string Servers { get; set; } = "";

    /// <summary>The name that servers are told, where authentication does not tell it. Default: the name of the process's user.</summary>
    public string? User { get; set; }

    /// <summary>How long connecting to a server may take. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may take to answer one call. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an operation is tried, through moves of regions and losses of servers, before it fails. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "06:00:00")]
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a procedure on tables may take. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ProcedureTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause after the first failure; it doubles with each further one. Default: 20 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// The pause after the first failure in place of <see cref="FirstDelay"/> where a server says that it has too much to do; where
    /// it keeps to a quota, the pause is as long as it says. Default: 500 milliseconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan OverloadedDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause, but for what a server says of its quotas. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long nothing may come from a server before it is asked whether it is there; as long again without an answer, and its
    /// connection is taken for dead. Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection without calls stays open. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest answer that is taken from a server, in mebibytes. Default: 256.</summary>
    [Range(1, 2_047)]
    public int MaxAnswerMegabytes { get; set; } = 256;

    /// <summary>
    /// Whether an increment or append whose answer was lost is repeated to the same server, which knows it by its nonce. To be
    /// false where servers have <c>hbase.regionserver.nonces.enabled</c> at false: they would do it twice. Default: true.
    /// </summary>
    public bool RepeatByNonce { get; set; } = true;

    /// <summary>How connections are encrypted. Default: not at all.</summary>
    public HBaseTlsOptions Tls { get; init; } = new();
}
