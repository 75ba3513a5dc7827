namespace OrleansLambda.Silo.Hosting;

/// <summary>How many silos there may be, and how they find each other.</summary>
public enum Mode
{
    /// <summary>One silo in one process, which nobody can join.</summary>
    Embedded,

    /// <summary>Silos in processes of their own, which find each other through Redis.</summary>
    Cluster,
}
