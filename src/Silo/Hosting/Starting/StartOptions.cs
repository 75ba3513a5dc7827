using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Silo.Hosting.Starting;

/// <summary>How patient a start is.</summary>
public sealed class StartOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Start";

    /// <summary>How long the start waits for servers that do not answer before it gives up. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}
