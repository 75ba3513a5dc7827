using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Counts one window: reads its row once, applies batches to it, and writes it until nothing is left to write. Calls
/// that arrive during a write share the next one. A write that is lost, or whose outcome is not known, ends the
/// activation: only one that has read the row knows what is counted.
/// </summary>
/// <remarks>
/// Placed where its first events come from: a window lives for seconds, so placement follows the partitions as they
/// move, and in a single silo, or for a partition's own windows, no call leaves the process. It stays there, since
/// moving it would cost more than the rest of its life.
/// </remarks>
[Reentrant, PreferLocalPlacement, Immovable]
public sealed partial class WindowGrain(WindowServices services, ILogger<WindowGrain> logger) : Grain, IWindowGrain
{
    private Task? _loading;
    private WindowState? _state; // What is counted, also what is not durable yet.
    private WindowState? _durable; // The row as last read or written.
    private WindowState? _row; // The row that is being written.
    private Task? _write;
    private Task? _nextWrite;
    private WindowFencedException? _fence;
    private long _lastUsed;

    /// <summary>When the window was last called, as a time stamp of the silo's clock. Thread-safe.</summary>
    internal long LastUsed => Volatile.Read(ref _lastUsed);

    /// <inheritdoc/>
    public async Task ApplyAsync(WindowBatch batch)
    {
        await EnsureLoadedAsync();
        await Apply(batch);
    }

    /// <inheritdoc/>
    public async Task CloseAsync(DateTimeOffset watermark)
    {
        services.Clock.Advance(watermark);
        await EnsureLoadedAsync();
        if (_state!.Version == 0 && _write is null)
            return; // It was never written: a window without events is not.
        if (!_durable!.Final && _state.HasPassed(services.Clock.Watermark, services.AllowedLateness))
            await (_row is { Final: true } ? _write! : PersistAsync());
    }

    /// <summary>Writes what is left to write. Nothing depends on it: whoever sent events has not been told that they are durable.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_fence is not null || _durable is null || _durable.Final && ReferenceEquals(_state, _durable))
            return;
        if (ReferenceEquals(_state, _durable) && (_durable.Version == 0 || !_durable.HasPassed(services.Clock.Watermark, services.AllowedLateness)))
            return;
        try
        {
            await PersistAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is WindowFencedException or OperationCanceledException)
        {
            LogFlushFailed(_durable.Window, e);
        }
    }

    private Task Apply(WindowBatch batch)
    {
        var before = _state!;
        var after = before.Apply(batch);
        var duplicates = batch.Events.Length - (after.Totals.Rides - before.Totals.Rides);
        if (duplicates > 0)
            services.Metrics.Duplicate(duplicates);
        _state = after;
        if (batch.LastOffset <= _durable!.High[batch.Source])
            return Task.CompletedTask;
        return _row is { } row && batch.LastOffset <= row.High[batch.Source] ? _write! : PersistAsync();
    }

    private ValueTask EnsureLoadedAsync()
    {
        Volatile.Write(ref _lastUsed, services.Time.GetTimestamp());
        if (_fence is { } fence)
            throw fence;
        if (_state is not null)
            return default;
        if (_loading is null or { IsFaulted: true })
            _loading = LoadAsync();
        return new ValueTask(_loading);
    }

    private async Task LoadAsync()
    {
        var key = this.GetPrimaryKeyString();
        if (!TumblingWindow.TryParse(key, out var window))
            throw new ArgumentException($"'{key}' is no window's key; the start of one is, such as 2024-01-01T00:00:00Z.");
        _state = _durable = await services.ReadRowAsync(window);
        services.Retirement.Watch(this);
    }

    /// <summary>Completes when all that is counted by now is durable.</summary>
    private Task PersistAsync()
    {
        if (_nextWrite is not null)
            return _nextWrite;
        if (_write is not null)
            return _nextWrite = WriteAfterAsync(_write);
        var write = WriteAsync();
        if (!write.IsCompleted)
            _write = write;
        return write;
    }

    private async Task WriteAfterAsync(Task write)
    {
        await write; // Where it fails, so does this: the activation is done for.
        _nextWrite = null;
        await PersistAsync();
    }

    private async Task WriteAsync()
    {
        var before = _state!;
        var row = before.NextVersion(services.Clock.Watermark, services.AllowedLateness);
        _row = row;
        try
        {
            if (!await services.Store.TryWriteAsync(row).WaitAsync(services.StoreTimeout, services.Time))
                throw Fence("was written by another activation", null);
        }
        catch (Exception e) when (e is not WindowFencedException)
        {
            throw Fence("could not be written, or it is not known whether it was", e);
        }
        var counted = row.Totals.Rides - _durable!.Totals.Rides;
        _durable = row;
        _state = _state!.Rebase(before, row);
        _row = null;
        _write = null;
        services.Metrics.Counted(counted, first: row.Version == 1);
        services.Feed.Publish(row.ToView());
    }

    private WindowFencedException Fence(string what, Exception? cause)
    {
        services.Metrics.FencedWrite();
        _fence = new WindowFencedException($"Window {_state!.Window} {what}.", cause);
        LogFenced(_state!.Window, what, cause);
        DeactivateOnIdle();
        return _fence;
    }
}
