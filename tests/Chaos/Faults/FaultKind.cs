namespace OrleansLambda.Chaos.Faults;

/// <summary>What may happen to a process.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of a silo.</summary>
    KillSilo,

    /// <summary>A silo hangs, and runs on later.</summary>
    FreezeSilo,

    /// <summary>A silo is asked to stop.</summary>
    StopSilo,

    /// <summary>kill -9 of the broker.</summary>
    KillBroker,
}
