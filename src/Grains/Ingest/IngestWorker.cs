using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Ingest;

/// <summary>
/// One period's work: fetch a timestamp, judge it, append it. Calls do not overlap.
/// </summary>
/// <remarks>
/// A timestamp becomes an event when the log has it, and not before: one whose append did nothing after all attempts is
/// given up, as a second that was not fetched is. An append whose outcome is unknown is not repeated, since the second
/// would be counted twice where the first one happened; the log knows, and the ledger counts what the log holds.
/// </remarks>
public sealed class IngestWorker(
    RealTimeApiClient api,
    IEventLog log,
    IDeadLetterStore deadLetters,
    EventParser parser,
    IOptions<IngestOptions> options,
    TimeProvider time,
    LambdaMetrics metrics)
{
    /// <summary>The topic id under which refused answers stand in the dead letters.</summary>
    public const string DeadLetterTopicId = "ingest";

    private readonly IngestOptions _options = options.Value;
    private int _turn;

    /// <summary>Does one period's work.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IngestOutcome> RunAsync(CancellationToken cancellationToken = default)
    {
        var outcome = await TryRunAsync(cancellationToken);
        if (outcome.Error is not null)
            metrics.IngestFailed();
        return outcome;
    }

    private async Task<IngestOutcome> TryRunAsync(CancellationToken cancellationToken)
    {
        var fetchedAt = time.GetUtcNow();
        try
        {
            var answer = await AttemptAsync(() => api.FetchAsync(cancellationToken), cancellationToken);
            if (Judge(answer) is { } refusal)
                return await RefuseAsync(answer, fetchedAt, refusal, cancellationToken);
            await AttemptAsync(() => AppendAsync(answer.Body, cancellationToken), cancellationToken);
            metrics.Published(1);
            return IngestOutcome.Appended(time.GetUtcNow());
        }
        catch (Exception e) when (e is RealTimeApiException or StoreUnavailableException or OutcomeUnknownException)
        {
            return IngestOutcome.Failed(e.Message);
        }
    }

    private async Task<T> AttemptAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action();
            }
            catch (Exception e) when (attempt < _options.Attempts && e is RealTimeApiException or StoreUnavailableException)
            {
                await Task.Delay(_options.Period / 20, time, cancellationToken);
            }
        }
    }

    private string? Judge(RealTimeAnswer answer)
    {
        if (!answer.Whole)
            return string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {_options.MaxAnswerBytes} bytes");
        if (parser.TryParse(answer.Body.Span, answer.ReceivedAt, out var ride) is { } refusal)
            return refusal;
        if (ride.IsReplay)
            return "trip_id marks a replay; a timestamp of the present is expected";
        if ((ride.Time - answer.ReceivedAt).Duration() > _options.MaxClockSkew)
            return $"tpep_pickup_datetime is {EventTime.Format(ride.Time)}; at most {_options.MaxClockSkew:c} off our clock, {EventTime.Format(answer.ReceivedAt)}, is allowed";
        return null;
    }

    private async Task<long> AppendAsync(ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var description = await log.DescribeAsync(cancellationToken);
        _turn = (_turn + 1) % description.Partitions;
        return await log.AppendAsync(_turn, [value], cancellationToken);
    }

    private async Task<IngestOutcome> RefuseAsync(RealTimeAnswer answer, DateTimeOffset fetchedAt, string reason, CancellationToken cancellationToken)
    {
        var quoted = answer.Body[..Math.Min(answer.Body.Length, DeadLetter.MaxValueBytes)];
        var key = new DeadLetterKey(DeadLetterTopicId, 0, fetchedAt.ToUnixTimeMilliseconds());
        await deadLetters.StoreAsync([new DeadLetter(key, reason, answer.ReceivedAt, quoted, answer.Body.Length)], cancellationToken);
        return IngestOutcome.Refused(reason);
    }
}
