using Microsoft.Extensions.Logging;
using Orleans.Placement;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>
/// Sequences imports: one at a time, the others wait in the order in which they were asked for. The work itself runs
/// off the grain (<see cref="ImportPipeline"/>), so that the grain answers while it goes on.
/// </summary>
[KeepAlive, Immovable]
internal sealed partial class ImportGrain(
    IDatasetCatalog catalog,
    ImportServices services,
    ILogger<ImportGrain> logger) : Grain, IImportGrain, IDisposable
{
    /// <summary>How many imports one call lists at most.</summary>
    public const int MaxListed = 1000;

    private const int PageSize = 100;

    private readonly Queue<ImportPipeline> _waiting = [];
    private readonly CancellationTokenSource _stop = new();
    private ImportPipeline? _current;
    private Task _work = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<ImportStatus> StartAsync(string location)
    {
        // What a kill interrupted comes first: its count of added trips is settled before another import adds some.
        if (IsIdle)
            await ResumeAsync();
        var dataset = await OpenAsync(location);
        if (Find(dataset.Fingerprint) is { } active)
            return active.Status;
        var stored = await ReadAsync(dataset.Fingerprint);
        if (stored.Value is { State: WorkState.Completed } completed)
        {
            if (await HoldsAsync(completed))
            {
                LogFoundCompleted(completed.Id, location);
                if (!completed.Aggregated)
                    _ = AskForRunAsync();
                return completed.ToStatus(RejectPath(completed.Id));
            }
            LogTripsMissing(completed.Id);
            stored = stored with { Value = completed.FromFirstRecord() with { Added = 0 } };
        }
        if (_waiting.Count >= services.Options.MaxWaiting)
            throw new InvalidOperationException($"{_waiting.Count} imports wait already, as many as may; try again when one has ended.");
        return Enqueue(dataset, await StoreStartAsync(stored, dataset)).Status;
    }

    /// <inheritdoc/>
    public async Task ResumeAsync()
    {
        var interrupted = await InterruptedAsync();
        foreach (var stored in interrupted.Where(stored => Find(stored.Value!.Id) is null))
            Enqueue(await ReopenAsync(stored.Value!), stored);
    }

    /// <inheritdoc/>
    public async Task<ImportStatus[]> ListAsync(string? cursor, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxListed);
        string? before = null;
        if (cursor is not null)
        {
            if ((await ReadAsync(cursor)).Value is not { } last)
                throw new ArgumentException($"There is no import '{cursor}' to go on after.", nameof(cursor));
            before = ImportPlace.Key(last.StartedAt, last.Id);
        }
        var listed = new List<ImportStatus>();
        await foreach (var stored in NewestFirstAsync(before))
        {
            listed.Add(StatusOf(stored.Value!));
            if (listed.Count == limit)
                break;
        }
        return [.. listed];
    }

    /// <inheritdoc/>
    public async Task<ImportStatus?> GetAsync(string id) =>
        Find(id)?.Status ?? ((await ReadAsync(id)).Value is { } state ? StatusOf(state) : null);

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _waiting.Clear();
        await _stop.CancelAsync();
        await _work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private bool IsIdle => _current is null && _waiting.Count == 0;

    private ImportPipeline? Find(string id) =>
        _current?.Id == id ? _current : _waiting.FirstOrDefault(waiting => waiting.Id == id);

    private ImportStatus StatusOf(ImportState state) => Find(state.Id)?.Status ?? state.ToStatus(RejectPath(state.Id));

    private string RejectPath(string id) => RejectFile.PathOf(services.Options.RejectDirectory, id);

    private Task<OpenedDataset> OpenAsync(string location) =>
        Task.Run(() => catalog.OpenAsync(location, new DownloadProgress(done => LogDownloaded(location, done)), _stop.Token));

    // The dataset may be gone, or be another one by now: the import then fails when its turn comes, like any other.
    private async Task<OpenedDataset> ReopenAsync(ImportState state)
    {
        try
        {
            var dataset = await OpenAsync(state.Location);
            return dataset.Fingerprint == state.Id
                ? dataset
                : FailedReader.Dataset(state, new DatasetException($"'{state.Location}' is no longer the dataset whose import began; importing it starts another."));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return FailedReader.Dataset(state, e);
        }
    }

    private Task<Stored<ImportState>> ReadAsync(string id) =>
        services.Documents.ReadAsync(ImportState.Key(id), BatchJson.Default.ImportState, _stop.Token);

    // A store that holds fewer trips than this import alone brought has lost some: it was emptied, or is another one.
    private async Task<bool> HoldsAsync(ImportState completed) =>
        await services.Retry.DoAsync("Counting trips", () => services.Trips.CountAsync(_stop.Token), _stop.Token) >= completed.NextOrdinal - completed.Rejected;

    private async Task<Stored<ImportState>> StoreStartAsync(Stored<ImportState> stored, OpenedDataset dataset)
    {
        try
        {
            return await WriteStartAsync(stored, dataset);
        }
        catch (FencedException)
        {
            // A run of the batch layer has just marked an ended import as aggregated.
            return await WriteStartAsync(await ReadAsync(dataset.Fingerprint), dataset);
        }
    }

    private async Task<Stored<ImportState>> WriteStartAsync(Stored<ImportState> stored, OpenedDataset dataset)
    {
        var state = (stored.Value ?? new ImportState
        {
            Id = dataset.Fingerprint,
            Location = dataset.Location,
            State = WorkState.Running,
            StartedAt = services.Time.GetUtcNow(),
        }).Started(dataset.Location);
        if (stored.Version == 0)
        {
            var place = new Stored<ImportPlace>(ImportPlace.Key(state.StartedAt, state.Id), null, 0);
            await services.Documents.WriteAsync(place, new ImportPlace(state.Id), BatchJson.Default.ImportPlace, _stop.Token);
        }
        return await services.Documents.WriteAsync(stored, state, BatchJson.Default.ImportState, _stop.Token);
    }

    private ImportPipeline Enqueue(OpenedDataset dataset, Stored<ImportState> stored)
    {
        var pipeline = new ImportPipeline(services, dataset, stored);
        _waiting.Enqueue(pipeline);
        if (_work.IsCompleted)
            _work = WorkAsync();
        return pipeline;
    }

    private async Task WorkAsync()
    {
        while (_waiting.TryDequeue(out var next))
        {
            _current = next;
            try
            {
                var ended = await Task.Run(() => next.RunAsync(_stop.Token));
                if (!ended.Aggregated)
                    _ = AskForRunAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                LogStopped(next.Id);
                return;
            }
            catch (Exception e)
            {
                // Fenced, or worse: whoever comes next starts from what is stored.
                LogAbandoned(e, next.Id);
                DeactivateOnIdle();
                return;
            }
            finally
            {
                _current = null;
            }
        }
    }

    // Not awaited: the next import need not wait for the days of this one.
    private async Task AskForRunAsync()
    {
        try
        {
            await GrainFactory.GetGrain<IBatchGrain>(0).RunAsync(RunTrigger.Import);
        }
        catch (Exception e)
        {
            LogRunNotAsked(e);
        }
    }

    // Those that were under way before those that waited, and the older first.
    private async Task<List<Stored<ImportState>>> InterruptedAsync()
    {
        var interrupted = new List<Stored<ImportState>>();
        await foreach (var stored in NewestFirstAsync(before: null))
            if (stored.Value!.State == WorkState.Running)
                interrupted.Add(stored);
        interrupted.Reverse();
        return [.. interrupted.OrderBy(static stored => stored.Value!.StoreCount is null)];
    }

    private async IAsyncEnumerable<Stored<ImportState>> NewestFirstAsync(string? before)
    {
        while (true)
        {
            var places = await services.Documents.ListAsync(ImportPlace.Prefix, before, PageSize, BatchJson.Default.ImportPlace, _stop.Token);
            foreach (var place in places)
                if (await ReadAsync(place.Value!.Import) is { Value: { } state } stored && ImportPlace.Key(state.StartedAt, state.Id) == place.Key)
                    yield return stored;
            if (places.Count < PageSize)
                yield break;
            before = places[^1].Key;
        }
    }
}
