using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>
/// Lets concurrent reads of single windows share a query: while one is under way, those that come wait for the next.
/// Each waiting read is a caller's, so there are no more of them than callers.
/// </summary>
internal sealed class WindowReads(DuckDbDatabase database)
{
    private const int MostAtOnce = 1_024;

    private readonly Lock _gate = new();
    private readonly Queue<(TumblingWindow Window, TaskCompletionSource<WindowState?> Done)> _waiting = new();
    private bool _running;

    /// <summary>The row of a window, or null.</summary>
    public Task<WindowState?> ReadAsync(TumblingWindow window)
    {
        var done = new TaskCompletionSource<WindowState?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((window, done));
            if (_running)
                return done.Task;
            _running = true;
        }
        _ = Task.Run(RunAsync);
        return done.Task;
    }

    private async Task RunAsync()
    {
        var batch = new List<(TumblingWindow Window, TaskCompletionSource<WindowState?> Done)>();
        while (true)
        {
            batch.Clear();
            lock (_gate)
            {
                while (batch.Count < MostAtOnce && _waiting.TryDequeue(out var waiting))
                    batch.Add(waiting);
                if (batch.Count == 0)
                {
                    _running = false;
                    return;
                }
            }
            await AnswerAsync(batch);
        }
    }

    private async Task AnswerAsync(List<(TumblingWindow Window, TaskCompletionSource<WindowState?> Done)> batch)
    {
        try
        {
            var rows = await QueryAsync([.. batch.Select(read => WindowRow.StartOf(read.Window)).Distinct()]);
            foreach (var (window, done) in batch)
                done.SetResult(rows.GetValueOrDefault(window));
        }
        catch (Exception exception)
        {
            foreach (var (_, done) in batch)
                done.TrySetException(exception);
        }
    }

    private Task<Dictionary<TumblingWindow, WindowState>> QueryAsync(long[] starts) => database.ReadAsync(
        connection =>
        {
            // The range lets whole row groups be passed over; the list picks the rows.
            var (table, from, to) = (new Sql.Fragment(Schema.Windows), new Sql.Timestamp(starts.Min()), new Sql.Timestamp(starts.Max()));
            using var result = QueryResult.Run(
                connection,
                $"SELECT * FROM {table} WHERE window_start BETWEEN {from} AND {to} AND epoch_us(window_start) IN ({starts})");
            return WindowRow.ReadAll(result).ToDictionary(state => state.Window);
        },
        CancellationToken.None);
}
