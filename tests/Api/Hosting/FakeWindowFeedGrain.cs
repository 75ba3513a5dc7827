using Orleans.Concurrency;

namespace OrleansLambda.Api.Tests.Hosting;

/// <summary>A feed as its contract tells, with a capacity that a test can fill.</summary>
public sealed class FakeWindowFeedGrain(int capacity = 8, long epoch = 7) : IWindowFeedGrain
{
    private readonly Lock _gate = new();
    private readonly List<WindowView> _changes = [];
    private long _last;

    public Task PublishAsync(Immutable<WindowView[]> changes, bool complete)
    {
        lock (_gate)
        {
            _changes.AddRange(changes.Value);
            _last += changes.Value.Length;
            if (_changes.Count > capacity)
                _changes.RemoveRange(0, _changes.Count - capacity);
        }
        return Task.CompletedTask;
    }

    public Task<WindowFeedPage> ReadAsync(WindowFeedCursor? cursor, int limit)
    {
        lock (_gate)
        {
            if (cursor is not { } c)
                return Task.FromResult(new WindowFeedPage([], new WindowFeedCursor(epoch, _last), false));
            if (c.Epoch != epoch || c.Number > _last || c.Number < _last - _changes.Count)
                return Task.FromResult(new WindowFeedPage([], new WindowFeedCursor(epoch, _last), true));
            var changes = _changes.Skip(_changes.Count - (int)(_last - c.Number)).Take(limit).ToArray();
            return Task.FromResult(new WindowFeedPage(changes, new WindowFeedCursor(epoch, c.Number + changes.Length), false));
        }
    }
}
