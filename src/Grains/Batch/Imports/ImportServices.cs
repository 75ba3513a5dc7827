using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>What imports work with.</summary>
internal sealed class ImportServices(
    IOptions<ImportOptions> options,
    ITripStore trips,
    Documents documents,
    StoreRetry retry,
    LambdaMetrics metrics,
    TimeProvider time,
    ILogger<ImportServices> logger)
{
    public ImportOptions Options { get; } = options.Value;

    public ITripStore Trips { get; } = trips;

    public Documents Documents { get; } = documents;

    public StoreRetry Retry { get; } = retry;

    public LambdaMetrics Metrics { get; } = metrics;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;
}
