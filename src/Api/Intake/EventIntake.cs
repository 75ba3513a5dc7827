using System.Globalization;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Api.Intake;

/// <summary>
/// Judges events as they arrive, and appends the good ones to the log as they are, byte for byte. They are appended
/// piece by piece in their order, each piece to the next partition, so that after a failure it can be told how far it
/// came: a caller that goes on from there sends no event twice, other than of a piece whose outcome is unknown.
/// </summary>
internal sealed class EventIntake(IEventLog log, EventParser parser, IOptions<ApiOptions> options, TimeProvider time, LambdaMetrics metrics)
{
    private const int MaxPieceEvents = 4096;
    private const int MaxPieceBytes = 1 << 20;

    // Judging a whole post of broken events takes a second or more of a processor: others get their turns in between.
    private const int EventsPerTurn = 1024;

    private int _turn;

    /// <summary>Takes the events of <paramref name="body"/> that <paramref name="slices"/> tell.</summary>
    /// <exception cref="StoreUnavailableException">The log cannot be reached; nothing was appended.</exception>
    public async Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, List<EventSlice> slices, CancellationToken cancellationToken)
    {
        var description = await log.DescribeAsync(cancellationToken);
        var result = new IntakeResult(options.Value.MaxRejections);
        var good = await JudgeAsync(body, slices, description.MaxRecordBytes, result, cancellationToken);
        for (var start = 0; start < good.Count && result.Failure is null;)
        {
            var count = PieceLength(slices, good, start);
            var piece = good.GetRange(start, count);
            await AppendAsync(description, piece, [.. piece.Select(i => body.Slice(slices[i].Start, slices[i].Length))], result, cancellationToken);
            start += count;
        }
        return result;
    }

    private async Task<List<int>> JudgeAsync(ReadOnlyMemory<byte> body, List<EventSlice> slices, int maxRecordBytes, IntakeResult result, CancellationToken cancellationToken)
    {
        var arrivedAt = time.GetUtcNow();
        var good = new List<int>(slices.Count);
        for (var i = 0; i < slices.Count; i++)
        {
            if (i % EventsPerTurn == EventsPerTurn - 1)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
            if (Judge(body.Span, slices[i], maxRecordBytes, arrivedAt) is { } refusal)
                result.Reject(i, refusal);
            else
                good.Add(i);
        }
        return good;
    }

    private string? Judge(ReadOnlySpan<byte> body, EventSlice slice, int maxRecordBytes, DateTimeOffset arrivedAt)
    {
        if (slice.Refusal is not null)
            return slice.Refusal;
        if (parser.TryParse(body.Slice(slice.Start, slice.Length), arrivedAt, out _) is { } refusal)
            return refusal;
        return slice.Length > maxRecordBytes
            ? string.Create(CultureInfo.InvariantCulture, $"the event is {slice.Length} bytes long; the log takes at most {maxRecordBytes}")
            : null;
    }

    private static int PieceLength(List<EventSlice> slices, List<int> good, int start)
    {
        var (count, bytes) = (0, 0);
        while (start + count < good.Count && count < MaxPieceEvents && (count == 0 || bytes + slices[good[start + count]].Length <= MaxPieceBytes))
            bytes += slices[good[start + count++]].Length;
        return count;
    }

    private async Task AppendAsync(LogDescription description, List<int> piece, List<ReadOnlyMemory<byte>> records, IntakeResult result, CancellationToken cancellationToken)
    {
        var partition = (int)((uint)Interlocked.Increment(ref _turn) % (uint)description.Partitions);
        try
        {
            await log.AppendAsync(partition, records, cancellationToken);
            result.Accepted += records.Count;
            metrics.Published(records.Count);
        }
        catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException or OperationCanceledException)
        {
            result.Failure = e;
            result.NextIndex = piece[0];
            result.Unknown = e is StoreUnavailableException ? 0 : records.Count;
        }
    }
}
