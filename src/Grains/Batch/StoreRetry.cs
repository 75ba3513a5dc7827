using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Batch;

/// <summary>
/// Tries again, with rising pauses and a bound, what a store or the log could not do. Only for what may be done twice:
/// an unknown outcome is tried again too. Thread-safe.
/// </summary>
internal sealed partial class StoreRetry(IOptions<StoreRetryOptions> options, TimeProvider time, ILogger<StoreRetry> logger)
{
    private readonly StoreRetryOptions _options = options.Value;

    /// <summary>What <paramref name="attempt"/> gives, once it succeeds; its last exception when it never does.</summary>
    public async Task<T> DoAsync<T>(string operation, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                var result = await attempt();
                if (failures > 0)
                    LogRecovered(operation, failures);
                return result;
            }
            catch (Exception e) when (IsTransient(e) && ++failures < _options.Attempts)
            {
                if (failures == 1)
                    LogRetried(e, operation, _options.Attempts);
                await Task.Delay(DelayAfter(failures), time, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="DoAsync{T}"/>
    public Task DoAsync(string operation, Func<Task> attempt, CancellationToken cancellationToken) =>
        DoAsync(operation, async () => { await attempt(); return true; }, cancellationToken);

    /// <summary>Whether the same may work later.</summary>
    public static bool IsTransient(Exception exception) => exception is StoreUnavailableException or OutcomeUnknownException;

    private TimeSpan DelayAfter(int failures)
    {
        var delay = _options.FirstDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        return delay < _options.MaxDelay ? delay : _options.MaxDelay;
    }
}
