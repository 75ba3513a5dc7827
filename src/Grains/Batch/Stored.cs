namespace OrleansLambda.Grains.Batch;

/// <summary>A document as it was read or written last.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">What it says; null where there is no such document.</param>
/// <param name="Version">How often it has been written.</param>
internal sealed record Stored<T>(string Key, T? Value, long Version)
    where T : class;
