using Microsoft.Extensions.Logging;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>
/// Carries one dataset into the master dataset, off the grain's thread: reader, store, checkpoint. The
/// order within a chunk makes every kill harmless: the dates it touches, its rejects, its trips, the checkpoint that
/// says so. What is done again after a kill finds its trips in the store and its rejects cut off the file.
/// </summary>
internal sealed partial class ImportPipeline(
    ImportServices services,
    OpenedDataset dataset,
    Stored<ImportState> stored)
{
    private readonly long _startedTicks = services.Time.GetTimestamp();
    private volatile ImportLife _life = new(stored.Value!.NextOrdinal, stored.Value.Done);
    private Stored<ImportState> _stored = stored;
    private bool _uncertain;

    /// <summary>Which import it is.</summary>
    public string Id => State.Id;

    /// <summary>How far it has come, with the rate of this life. Thread-safe.</summary>
    public ImportStatus Status => _life.Complete(State.ToStatus(RejectPath), Elapsed);

    private ImportState State => Volatile.Read(ref _stored).Value!;

    private string RejectPath => RejectFile.PathOf(services.Options.RejectDirectory, State.Id);

    private TimeSpan Elapsed => services.Time.GetElapsedTime(_startedTicks);

    /// <summary>
    /// Runs to the end and returns how that was: completed or failed, durably where the store lets it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The silo stops; the import is resumed later.</exception>
    /// <exception cref="FencedException">The import goes on elsewhere.</exception>
    public async Task<ImportState> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ImportAsync(cancellationToken);
            await WriteAsync(State.Completed(services.Time.GetUtcNow()), cancellationToken);
            LogCompleted(State.Id, State.NextOrdinal, State.Added, State.Rejected, Elapsed);
        }
        catch (Exception e) when (e is not (OperationCanceledException or FencedException))
        {
            await FailAsync(e, cancellationToken);
        }
        services.Metrics.Import(State.NextOrdinal, Elapsed);
        return State;
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        await ReadAgainAsync(cancellationToken);
        var count = await CountAsync(cancellationToken);
        await SettleOthersAsync(count, cancellationToken);
        var state = State.UnderWay(count);
        await using var rejects = RejectFile.Open(RejectPath, state.RejectBytes) ?? RejectFile.Open(RejectPath, 0)!;
        if (rejects.Length < state.RejectBytes)
        {
            LogRejectFileShort(state.Id, RejectPath);
            state = state.FromFirstRecord();
        }
        await WriteAsync(state, cancellationToken);
        _life = new ImportLife(state.NextOrdinal, state.Done);
        LogStarted(state.Id, dataset.Location, state.NextOrdinal);

        await foreach (var chunk in dataset.Reader.ReadAsync(dataset.Path, state.NextOrdinal, IDatasetReader.MaxTrips, cancellationToken))
            await StoreAsync(chunk, rejects, cancellationToken);
    }

    // While it waited for its turn, the import before it may have settled what this one had added in an earlier life.
    private async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        var now = await services.Documents.ReadAsync(_stored.Key, BatchJson.Default.ImportState, cancellationToken);
        if (now.Value is { } state && state.State == State.State && state.NextOrdinal == State.NextOrdinal)
            Volatile.Write(ref _stored, now);
    }

    // Trips that another import added without knowing it would be counted with those that this one adds.
    private async Task SettleOthersAsync(long count, CancellationToken cancellationToken)
    {
        await foreach (var other in services.Documents.AllAsync(ImportState.Prefix, BatchJson.Default.ImportState, cancellationToken))
            if (other.Value!.Id != State.Id)
                await SettleAsync(other, count, cancellationToken);
    }

    private async Task SettleAsync(Stored<ImportState> other, long count, CancellationToken cancellationToken)
    {
        while (other.Value is { StoreCount: not null } state)
            try
            {
                await services.Documents.WriteAsync(other, state.Settled(count), BatchJson.Default.ImportState, cancellationToken);
                return;
            }
            catch (FencedException)
            {
                // A run of the batch layer has just marked it as aggregated, or it was started again.
                other = await services.Documents.ReadAsync(other.Key, BatchJson.Default.ImportState, cancellationToken);
            }
    }

    private async Task StoreAsync(DatasetChunk chunk, RejectFile rejects, CancellationToken cancellationToken)
    {
        if (chunk.FirstOrdinal != State.NextOrdinal)
            throw new InvalidOperationException($"The reader delivered record {chunk.FirstOrdinal} where {State.NextOrdinal} was due.");
        var dates = DatesOf(chunk.Trips);
        if (!State.Dates.Contains(dates))
            await WriteAsync(State.Touching(dates), cancellationToken);
        await rejects.AppendAsync(chunk.Rejects, cancellationToken);
        var added = chunk.Trips.Count == 0 ? 0 : await AppendAsync(chunk.Trips, cancellationToken);
        if (chunk.Rejects.Count > 0)
            rejects.Flush();
        await WriteAsync(State.Past(chunk, added, rejects.Length), cancellationToken);
        services.Metrics.Import(State.NextOrdinal, Elapsed);
        if (_life.IsDue(Elapsed, services.Options.ProgressPeriod))
            LogProgressed(State.Id, State.NextOrdinal, State.Rejected, 100 * State.Done, Status.RecordsPerSecond, Status.Eta);
    }

    private async Task<long> AppendAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken)
    {
        var added = await services.Retry.DoAsync(
            "Adding trips",
            async () =>
            {
                try
                {
                    return await services.Trips.AppendAsync(trips, cancellationToken);
                }
                catch (OutcomeUnknownException)
                {
                    _uncertain = true;
                    throw;
                }
            },
            cancellationToken);
        if (!_uncertain)
            return added;
        // An attempt whose answer was lost may have added what the next one found: the store's count tells.
        var all = await CountAsync(cancellationToken) - State.StoreCount!.Value;
        _uncertain = false;
        return all;
    }

    // Trips of one date mostly stand together.
    private static DateSet DatesOf(IReadOnlyList<Trip> trips)
    {
        var dates = new HashSet<DateOnly>();
        DateOnly? last = null;
        foreach (var trip in trips)
            if (trip.Date != last)
                dates.Add((last = trip.Date).Value);
        return DateSet.Of(dates);
    }

    private async Task FailAsync(Exception exception, CancellationToken cancellationToken)
    {
        var error = exception is DatasetException
            ? exception.Message
            : $"Given up at record {State.NextOrdinal}: {exception.Message} Importing the dataset again goes on from there.";
        LogFailed(exception, State.Id, State.NextOrdinal);
        var failed = State.Failed(services.Time.GetUtcNow(), error, _uncertain);
        try
        {
            await WriteAsync(failed, cancellationToken);
        }
        catch (Exception e) when (StoreRetry.IsTransient(e))
        {
            // The stored state still says that it runs, so the next look for interrupted imports goes on with it.
            LogFailureNotStored(e, State.Id);
            Volatile.Write(ref _stored, _stored with { Value = failed });
        }
    }

    private Task<long> CountAsync(CancellationToken cancellationToken) =>
        services.Retry.DoAsync("Counting trips", () => services.Trips.CountAsync(cancellationToken), cancellationToken);

    private async Task WriteAsync(ImportState state, CancellationToken cancellationToken) =>
        Volatile.Write(ref _stored, await services.Documents.WriteAsync(_stored, state, BatchJson.Default.ImportState, cancellationToken));
}
