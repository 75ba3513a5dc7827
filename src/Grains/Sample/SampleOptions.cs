using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Sample;

/// <summary>Which trips the sample holds. The same options give the same bytes.</summary>
public sealed class SampleOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Sample";

    /// <summary>How many trips. Default: 100,000.</summary>
    [Range(0, 1_000_000_000)]
    public long Rows { get; set; } = 100_000;

    /// <summary>What the trips are drawn from. Default: 1.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>Trips on an average day; New York has about 96,000. Default: 4,000, so that 100,000 trips make 25 days.</summary>
    [Range(10, 10_000_000)]
    public int RowsPerDay { get; set; } = 4_000;

    /// <summary>
    /// The first day. Default: 2024-03-08, so that the days of the default sample hold the nights in which the clocks
    /// change in New York (2024-03-10) and in Europe (2024-03-31).
    /// </summary>
    public DateOnly FirstDay { get; set; } = new(2024, 3, 8);
}
