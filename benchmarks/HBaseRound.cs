namespace OrleansLambda.Benchmarks;

/// <summary>What one client did in one round.</summary>
/// <param name="Client">Which client.</param>
/// <param name="Write">The seconds that all rows took to be acknowledged.</param>
/// <param name="Scan">The seconds that all rows took to be read.</param>
/// <param name="WriteBytes">What writing a row allocated, the row's making left out; null where that is not known.</param>
/// <param name="ScanBytes">What reading a row allocated; null where that is not known.</param>
/// <param name="Latency">How long single calls took; null where they were not made.</param>
public sealed record HBaseRound(string Client, double Write, double Scan, double? WriteBytes = null, double? ScanBytes = null, HBaseLatency? Latency = null);
