namespace OrleansLambda.Grains.Serving;

/// <summary>Which view a day is served from.</summary>
public enum DaySource
{
    /// <summary>The batch view: recomputed from the master dataset and the log.</summary>
    Batch,

    /// <summary>The speed view: the windows of the day, added up.</summary>
    Speed,
}
