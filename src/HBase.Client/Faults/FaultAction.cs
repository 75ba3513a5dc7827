namespace OrleansLambda.HBase.Client.Faults;

/// <summary>What to do about a failed attempt.</summary>
internal enum FaultAction
{
    /// <summary>Find out where the region is now, and try there.</summary>
    Relocate,

    /// <summary>Try again in the same place after a while.</summary>
    Wait,

    /// <summary>Give up: it would fail again.</summary>
    Fail,
}
