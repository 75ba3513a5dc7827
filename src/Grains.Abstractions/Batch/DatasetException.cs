namespace OrleansLambda.Grains.Abstractions;

/// <summary>A dataset cannot be imported as it is. The message says what, where, and what is allowed.</summary>
[GenerateSerializer, Alias("OrleansLambda.DatasetException")]
public sealed class DatasetException(string message, Exception? innerException = null)
    : Exception(message, innerException);
