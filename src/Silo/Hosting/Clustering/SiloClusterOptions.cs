using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Silo.Hosting.Clustering;

/// <summary>Which cluster this silo belongs to, and how the others reach it.</summary>
public sealed class SiloClusterOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Cluster";

    /// <summary>The cluster's name: silos of one name work together. Default: orleans-lambda.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ClusterId { get; set; } = "orleans-lambda";

    /// <summary>The name that reminders are kept under; it outlives clusters. Default: orleans-lambda.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ServiceId { get; set; } = "orleans-lambda";

    /// <summary>The Redis that silos find each other through: host:port, and what else its client takes, separated by commas. Default: localhost:6379.</summary>
    [Required]
    public string Redis { get; set; } = "localhost:6379";

    /// <summary>The port that silos talk to each other on. Default: 11111.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>The port that clients of the cluster connect to. Default: 30000.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>The address that the others reach this silo at: an IP address, or a host name that resolves to one. Default: 127.0.0.1, which no other machine reaches.</summary>
    [Required]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>The IP address that both ports listen on. Default: the advertised one.</summary>
    public string? ListenAddress { get; set; }

    /// <summary>How long a silo that another asks whether it lives has to answer; it is asked about as often. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2000000", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many answers in a row a silo has to miss to be taken for dead. Default: 3.</summary>
    [Range(1, 100)]
    public int MissedProbes { get; set; } = 3;
}
