namespace OrleansLambda.Fakes;

/// <summary>When, within an operation of a port, a fault strikes.</summary>
public enum FaultMoment
{
    /// <summary>Before the operation has had any effect.</summary>
    Before,

    /// <summary>After the operation has taken effect, before its caller learns so.</summary>
    After,
}
