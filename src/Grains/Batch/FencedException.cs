namespace OrleansLambda.Grains.Batch;

/// <summary>A document was written by somebody else: the work that it belongs to goes on there, and ends here.</summary>
internal sealed class FencedException(string key) : Exception($"'{key}' was written by another activation.");
