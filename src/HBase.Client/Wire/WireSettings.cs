namespace OrleansLambda.HBase.Client.Wire;

/// <summary>What connections keep to.</summary>
internal sealed record WireSettings
{
    /// <summary>How much gathers before it is sent, in bytes.</summary>
    public const int FlushBytes = 262_144;

    /// <summary>The user that the header names; null for none.</summary>
    public string? User { get; init; }

    /// <summary>The longest frame that is taken from a server.</summary>
    public int MaxFrameBytes { get; init; } = 268_435_456;

    /// <summary>How many calls may wait to be written.</summary>
    public int QueuedCalls { get; init; } = 1_024;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing may come from a server before it is asked whether it is there; and how long that may take before the connection is taken for dead.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection without calls stays open.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(2);
}
