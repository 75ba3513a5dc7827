namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// Fetches a timestamp from the Real-time API each second and appends it to the log. One grain, key 0; it keeps itself
/// alive through silos that come and go.
/// </summary>
[Alias("OrleansLambda.IIngestGrain")]
public interface IIngestGrain : IGrainWithIntegerKey
{
    /// <summary>Starts fetching, where that is not under way.</summary>
    [Alias("StartAsync")]
    Task StartAsync();

    /// <summary>How it goes.</summary>
    [Alias("GetAsync")]
    [AlwaysInterleave]
    Task<IngestStatus> GetAsync();
}
