namespace OrleansLambda.Storage.HBase.Tables;

/// <summary>The families and qualifiers of all tables.</summary>
internal static class Columns
{
    /// <summary>The family of <c>taxi_raw</c>.</summary>
    public static ReadOnlyMemory<byte> Raw { get; } = "raw"u8.ToArray();

    /// <summary>The family of <c>taxi_realtime_tumbling</c>.</summary>
    public static ReadOnlyMemory<byte> Realtime { get; } = "rt"u8.ToArray();

    /// <summary>
    /// The family of <c>taxi_realtime_tumbling</c> that only windows have which are not final. Families are stored apart, so
    /// who looks for such windows reads nothing of the others.
    /// </summary>
    public static ReadOnlyMemory<byte> Open { get; } = "open"u8.ToArray();

    /// <summary>The family of <c>taxi_agg</c>.</summary>
    public static ReadOnlyMemory<byte> Aggregate { get; } = "agg"u8.ToArray();

    /// <summary>The family of <c>taxi_state</c>.</summary>
    public static ReadOnlyMemory<byte> State { get; } = "state"u8.ToArray();

    /// <summary>The qualifier of every document.</summary>
    public static ReadOnlyMemory<byte> Data { get; } = "data"u8.ToArray();

    /// <summary>The qualifier of what a row is fenced by, as digits.</summary>
    public static ReadOnlyMemory<byte> Version { get; } = "version"u8.ToArray();

    /// <summary>The timestamp of cells that are only ever written in one way, or replaced whole: of two such puts the later one counts.</summary>
    public const long Fixed = 1;
}
