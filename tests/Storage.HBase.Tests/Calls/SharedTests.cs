using OrleansLambda.Storage.HBase.Calls;

namespace OrleansLambda.Storage.HBase.Tests.Calls;

public sealed class SharedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Calls_ThatComeWhileOthersAreUnderWay_GoTogether()
    {
        var trips = new List<(int[] Items, TaskCompletionSource<IReadOnlyList<int>> Done)>();
        using var begun = new SemaphoreSlim(0);
        using var shared = new Shared<int, int>(mostAtOnce: 3, inFlight: 2, room: 100, items =>
        {
            var done = new TaskCompletionSource<IReadOnlyList<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (trips)
                trips.Add(([.. items], done));
            begun.Release();
            return done.Task;
        });
        async Task<int[]> NextAsync(int trip)
        {
            Assert.True(await begun.WaitAsync(Patience), $"Trip {trip} did not begin.");
            lock (trips)
                return trips[trip].Items;
        }
        void End(int trip) => trips[trip].Done.SetResult([.. trips[trip].Items.Select(item => item * 10)]);

        var first = shared.AddAsync(1, default);
        Assert.Equal(new[] { 1 }, await NextAsync(0));
        var second = shared.AddAsync(2, default);
        Assert.Equal(new[] { 2 }, await NextAsync(1));
        var others = Enumerable.Range(3, 4).Select(item => shared.AddAsync(item, default)).ToArray();
        Assert.Equal(2, trips.Count);
        End(0);
        Assert.Equal(new[] { 3, 4, 5 }, await NextAsync(2));
        End(1);
        Assert.Equal(new[] { 6 }, await NextAsync(3));
        End(2);
        End(3);

        Assert.Equal((10, 20), (await first, await second));
        Assert.Equal(new[] { 30, 40, 50, 60 }, await Task.WhenAll(others));
    }

    [Fact]
    public async Task Calls_WaitAtTheDoor_WhereThereIsNoRoom()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var shared = new Shared<int, int>(mostAtOnce: 10, inFlight: 1, room: 1, async items =>
        {
            begun.TrySetResult();
            await gate.Task;
            return [.. items];
        });
        var first = shared.AddAsync(1, default);
        await begun.Task.WaitAsync(Patience);
        var second = shared.AddAsync(2, default);
        using var giveUp = new CancellationTokenSource();
        var third = shared.AddAsync(3, giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        gate.SetResult();
        Assert.Equal((1, 2), (await first, await second));
    }

    [Fact]
    public async Task Failure_IsToldToAllThatWentTogether_AndTheNextGoOn()
    {
        var fail = true;
        using var shared = new Shared<int, int>(10, 1, 100, items => fail ? throw new InvalidDataException("broken") : Task.FromResult<IReadOnlyList<int>>([.. items]));

        await Assert.ThrowsAsync<InvalidDataException>(() => shared.AddAsync(1, default));
        fail = false;

        Assert.Equal(2, await shared.AddAsync(2, default).WaitAsync(Patience));
    }
}
