using Orleans.Runtime.Providers;

namespace OrleansLambda.Streaming;

/// <summary>Pauses that double from one failure to the next, up to a limit. Orleans' own start at a second and end at thirty.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest) : IMessageDeliveryBackoffProvider, IQueueReaderBackoffProvider
{
    /// <summary>The pause after the failure numbered <paramref name="attempt"/>, from 0.</summary>
    public TimeSpan Next(int attempt)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(attempt, 0, 30));
        return doubled < longest ? doubled : longest;
    }
}
