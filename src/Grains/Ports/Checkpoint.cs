namespace OrleansLambda.Grains.Ports;

/// <summary>A stored document.</summary>
/// <param name="Key">At least one and at most <see cref="ICheckpointStore.MaxKeyLength"/> characters; parts are separated by slashes.</param>
/// <param name="Document">JSON, kept to the character, at most <see cref="ICheckpointStore.MaxDocumentLength"/> characters.</param>
/// <param name="Version">1 for the first write, one more for each later one.</param>
public sealed record Checkpoint(string Key, string Document, long Version);
