namespace OrleansLambda.Grains.Ports;

/// <summary>A stored document.</summary>
/// <param name="Key">At most <see cref="ICheckpointStore.MaxKeyLength"/> characters; parts are separated by slashes.</param>
/// <param name="Document">JSON, at most <see cref="ICheckpointStore.MaxDocumentLength"/> characters.</param>
/// <param name="Version">1 for the first write, one more for each later one.</param>
public sealed record Checkpoint(string Key, string Document, long Version);
