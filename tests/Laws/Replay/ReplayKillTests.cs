using OrleansLambda.Fakes;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Replay;

public sealed class ReplayKillTests
{
    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Replay_IsExactlyOnce_KilledAtAnyCallToTheLogOrTheStore(FaultMoment moment)
    {
        for (var operation = 1; ; operation++)
        {
            using var bench = new ReplayBench();
            var life = bench.Start();
            life.KillAt(operation, moment);
            try
            {
                await life.RunAsync();
                Assert.InRange(operation, 50, 1_000);
                return;
            }
            catch (KilledException)
            {
                var before = (await bench.EventsAsync()).Count;

                var summary = await bench.Start().RunAsync();

                await bench.AssertEachTripOnceAsync();
                Assert.Equal(bench.TripCount, summary.Sent + summary.Skipped);
                Assert.Equal(before, summary.WasComplete ? bench.TripCount : summary.Skipped);
                Assert.Equal(30, summary.Rejected);
            }
        }
    }

    [Fact]
    public void Replay_IsExactlyOnce_KilledAgainAndAgain() =>
        Gen.Select(Gen.Int[1, 25], Gen.Bool).Array[1, 12].Sample(
            kills =>
            {
                using var bench = new ReplayBench();
                KillAsync(bench, kills).GetAwaiter().GetResult();
            },
            iter: 100);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_IsExactlyOnce_WhenTheOutcomeOfAnAppendIsUnknown(bool answerLost)
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        var random = new Random(5);
        // Half of all appends, but never so many in a row that the attempts are used up.
        life.Log.Faults.Before = operation =>
        {
            if (operation == nameof(IEventLog.AppendAsync) && random.Next(4) == 0)
                (answerLost ? (Action<string, int>)life.Log.Faults.LoseNextAnswer : life.Log.Faults.LoseNextRequest)(operation, 1);
            return Task.CompletedTask;
        };

        var summary = await life.RunAsync();

        await bench.AssertEachTripOnceAsync();
        Assert.Equal((bench.TripCount, 0), (summary.Sent, summary.Skipped));
    }

    [Theory]
    [InlineData(0b_000_1111)]
    [InlineData(0b_111_0000)]
    [InlineData(0b_010_1010)]
    [InlineData(0b_000_0000)]
    public async Task Replay_IsExactlyOnce_WhenAppendsAreKeptInPart(int kept)
    {
        using var bench = new ReplayBench();
        bench.Options.Attempts = 100;
        var life = bench.Start();
        life.Log.Faults.Before = operation =>
        {
            if (operation == nameof(IEventLog.AppendAsync) && life.Log.Faults.Calls(operation) % 2 == 0)
                life.Log.Faults.LosePartOfNext(operation, place => (kept >> place & 1) == 1);
            return Task.CompletedTask;
        };

        var summary = await life.RunAsync();

        await bench.AssertEachTripOnceAsync(inOrder: false);
        Assert.Equal((bench.TripCount, 0), (summary.Sent, summary.Skipped));
    }

    // Progress is stored after each chunk here, so that it is also stored while trips that were found are still to come.
    [Fact]
    public void Replay_IsExactlyOnce_KilledAmidAppendsAgainAndAgain() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 0b_111_1111]).Array[1, 12].Sample(
            kills =>
            {
                using var bench = new ReplayBench(chunkSize: 20);
                bench.Options.CheckpointInterval = TimeSpan.Zero;
                KillAmidAsync(bench, kills).GetAwaiter().GetResult();
            },
            iter: 100);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_GoesOn_WhenTheOutcomeOfACheckpointIsUnknown(bool answerLost)
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        for (var i = 0; i < 6; i++)
            (answerLost ? (Action<string, int>)life.Checkpoints.Faults.LoseNextAnswer : life.Checkpoints.Faults.LoseNextRequest)(nameof(ICheckpointStore.TryWriteAsync), 1);
        bench.Options.Attempts = 8;

        await life.RunAsync();

        await bench.AssertEachTripOnceAsync();
        Assert.True((await bench.Start().RunAsync()).WasComplete);
    }

    [Fact]
    public async Task Replay_WaitsForALogThatIsAwayForAWhile()
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        life.Log.Faults.FailNext(nameof(IEventLog.AppendAsync), 3);
        life.Checkpoints.Faults.FailNext(nameof(ICheckpointStore.TryWriteAsync), 3);
        life.Log.Faults.FailNext(nameof(IEventLog.DescribeAsync), 3);

        await life.RunAsync();

        await bench.AssertEachTripOnceAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_IsGivenUp_WhenTheLogStaysAway_AndIsGoneOnWithLater(bool unknown)
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        life.Log.Faults.Before = operation => operation == nameof(IEventLog.AppendAsync) && life.Log.Faults.Calls(operation) > 10
            ? throw (unknown ? new OutcomeUnknownException("away") : new StoreUnavailableException("away"))
            : Task.CompletedTask;

        var e = await Assert.ThrowsAnyAsync<Exception>(() => life.RunAsync());
        Assert.True(unknown ? e is OutcomeUnknownException : e is StoreUnavailableException, e.ToString());

        await bench.Start().RunAsync();
        await bench.AssertEachTripOnceAsync();
    }

    [Fact]
    public async Task Replay_CanBeCancelledAtAnyTime_AndIsGoneOnWithLater()
    {
        for (var append = 1; append < 40; append += 3)
        {
            using var bench = new ReplayBench();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var life = bench.Start();
            life.Log.Faults.Before = operation => operation == nameof(IEventLog.AppendAsync) && life.Log.Faults.Calls(operation) == append ? stop.CancelAsync() : Task.CompletedTask;
            try
            {
                await life.RunAsync(cancellationToken: stop.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(stop.IsCancellationRequested);
            }
            await bench.Start().RunAsync();

            await bench.AssertEachTripOnceAsync();
        }
    }

    private static async Task KillAmidAsync(ReplayBench bench, (int Append, int Kept)[] kills)
    {
        await ReplayAsync(bench, kills, static (life, kill) => life.KillAmid(kill.Append, place => (kill.Kept >> place & 1) == 1));
        await bench.AssertEachTripOnceAsync(inOrder: false);
    }

    private static async Task KillAsync(ReplayBench bench, (int Operation, bool After)[] kills)
    {
        await ReplayAsync(bench, kills, static (life, kill) => life.KillAt(kill.Operation, kill.After ? FaultMoment.After : FaultMoment.Before));
        await bench.AssertEachTripOnceAsync();
    }

    // Through one kill after the other, as far as the replay comes to them, and then to its end.
    private static async Task ReplayAsync<TKill>(ReplayBench bench, TKill[] kills, Action<ReplayBench.Life, TKill> set)
    {
        foreach (var kill in kills)
        {
            var life = bench.Start();
            set(life, kill);
            try
            {
                await life.RunAsync();
            }
            catch (KilledException)
            {
                continue;
            }
            break;
        }
        await bench.Start().RunAsync();
    }
}
