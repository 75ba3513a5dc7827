namespace OrleansLambda.HBase.Client.Operations;

/// <summary>What one call of a scanner gave.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Partial">For each, whether the same row goes on with the next one.</param>
/// <param name="Heartbeat">Whether the server stopped because of the time, not because of what it found.</param>
/// <param name="MoreInRegion">Whether the region has more; if not, the server has closed the scanner.</param>
/// <param name="MoreResults">Whether there may be more at all, here or in later regions.</param>
internal sealed record ScanPage(IReadOnlyList<HBaseRow> Rows, IReadOnlyList<bool> Partial, bool Heartbeat, bool MoreInRegion, bool MoreResults);
