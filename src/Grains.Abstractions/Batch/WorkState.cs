namespace OrleansLambda.Grains.Abstractions;

/// <summary>Where a piece of batch work stands.</summary>
public enum WorkState
{
    /// <summary>Under way, or waiting to be resumed.</summary>
    Running,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Given up; the error says why.</summary>
    Failed,
}
