namespace OrleansLambda.Grains.Ingest;

/// <summary>The Real-time API could not be reached, or answered with anything but success.</summary>
public sealed class RealTimeApiException(string message, Exception? innerException = null)
    : Exception(message, innerException);
