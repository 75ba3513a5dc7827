using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Ingest;

/// <summary>How timestamps are taken from the Real-time API.</summary>
public sealed class IngestOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Ingest";

    /// <summary>Whether timestamps are fetched at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The Real-time API's address; <c>stream</c> is fetched below it. Default: the host's own, where it has one.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>From one fetch to the next. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:01:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one attempt may take, from the request to the last byte of the answer. Default: 400 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How often a fetch, or an append that did nothing, is attempted within one period. Default: 2.</summary>
    [Range(1, 5)]
    public int Attempts { get; set; } = 2;

    /// <summary>The longest wait between fetches while they fail; it doubles up to this from one period on. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:05:00")]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How far the Real-time API's clock may be off ours. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How much of an answer is read, in bytes; a longer one is refused. Default: 4,096.</summary>
    [Range(64, 65_536)]
    public int MaxAnswerBytes { get; set; } = 4096;
}
