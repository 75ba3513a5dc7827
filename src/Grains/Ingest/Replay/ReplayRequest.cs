using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>What to replay, and how.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="EventsPerSecond">How many events a second, on average; null for as many as the log takes.</param>
/// <param name="Again">Send a dataset again whose replay is complete, or cannot be gone on with.</param>
public sealed record ReplayRequest(OpenedDataset Dataset, double? EventsPerSecond = null, bool Again = false);
