using Orleans.Runtime;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Api.Endpoints;

/// <summary>Looks whether everything that the system needs answers. The checks run side by side, each for a bounded time.</summary>
internal sealed class Readiness(
    IEventLog log,
    ICheckpointStore store,
    IGrainFactory grains,
    IEnumerable<IReadinessCheck> others,
    IOptions<ApiOptions> options,
    TimeProvider time)
{
    /// <summary>What is wrong, in a sentence each, by what it concerns; empty when nothing is.</summary>
    public async Task<IReadOnlyDictionary<string, string>> CheckAsync(CancellationToken cancellationToken)
    {
        // The host knows more: where a server is, and which setting says so. While one is missing, grains are not asked: they need it, too.
        var told = (await Task.WhenAll(others.Select(other => other.CheckAsync(options.Value.ReadinessTimeout, cancellationToken)))).SelectMany(static f => f).ToList();
        if (told.Count > 0)
            return new SortedDictionary<string, string>(told.ToDictionary(), StringComparer.Ordinal);
        (string Name, Task<string?> Check)[] checks =
        [
            ("log", TryAsync("The log", token => CheckAsync(log.DescribeAsync(token)), cancellationToken)),
            ("store", TryAsync("The store", token => CheckAsync(store.ReadAsync("health", token)), cancellationToken)),
            ("partitions", TryAsync("The ledger", CheckPartitionsAsync, cancellationToken)),
            ("ingest", TryAsync("Ingest", _ => CheckIngestAsync(), cancellationToken)),
        ];
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, check) in checks)
            if (await check is { } fault)
                faults[name] = fault;
        return faults;
    }

    private static async Task<string?> CheckAsync(Task operation)
    {
        await operation;
        return null;
    }

    private async Task<string?> CheckPartitionsAsync(CancellationToken cancellationToken)
    {
        var description = await log.DescribeAsync(cancellationToken);
        var ledger = await grains.GetGrain<ILedgerGrain>(0).GetAsync();
        var reporting = ledger.Partitions.Select(p => p.Partition.Partition).ToHashSet();
        var silent = Enumerable.Range(0, description.Partitions).Where(p => !reporting.Contains(p)).ToList();
        return silent.Count == 0 ? null : $"No silo reads the partitions {string.Join(", ", silent)} yet.";
    }

    private async Task<string?> CheckIngestAsync()
    {
        var status = await grains.GetGrain<IIngestGrain>(0).GetAsync();
        return status.Failing ? $"Ingest fails: {status.Error}" : null;
    }

    private async Task<string?> TryAsync(string what, Func<CancellationToken, Task<string?>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken).WaitAsync(options.Value.ReadinessTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return $"{what} did not answer within {options.Value.ReadinessTimeout:c}.";
        }
        catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException)
        {
            return $"{what} is not available: {e.Message}";
        }
        catch (OrleansException)
        {
            return $"{what} could not be asked, since no silo answered.";
        }
    }
}
