using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Api;

/// <summary>The API's limits.</summary>
public sealed class ApiOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Api";

    /// <summary>The longest body of a post of events, in bytes. Default: 16 MiB.</summary>
    [Range(1024, 268_435_456)]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The most events in one post. Default: 100,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEvents { get; set; } = 100_000;

    /// <summary>How many rejected events an answer lists; the others are only counted. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxRejections { get; set; } = 1000;

    /// <summary>How many posts of events are worked on at once; each may hold a whole body in memory. Default: 4.</summary>
    [Range(1, 256)]
    public int MaxPosts { get; set; } = 4;

    /// <summary>How many connections may follow the windows at once. Default: 100.</summary>
    [Range(1, 10_000)]
    public int MaxLiveConnections { get; set; } = 100;

    /// <summary>How often a connection that follows the windows looks for changes. Default: 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:10")]
    public TimeSpan LivePeriod { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long such a connection is silent before it says that it is alive. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan LiveHeartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take, other than one that follows the windows. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request for a run waits for its end before it is answered with the run as it stands. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan RunWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long each check of readiness may take. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:20")]
    public TimeSpan ReadinessTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
