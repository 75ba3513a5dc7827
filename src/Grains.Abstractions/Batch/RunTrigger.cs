namespace OrleansLambda.Grains.Abstractions;

/// <summary>What asked for a run of the batch layer.</summary>
public enum RunTrigger
{
    /// <summary>The start of the system.</summary>
    Start,

    /// <summary>The turn of the day in the configured zone.</summary>
    Midnight,

    /// <summary>The end of an import.</summary>
    Import,

    /// <summary>A caller.</summary>
    Request,
}
