using System.Collections.Concurrent;
using System.Text;
using OrleansLambda.Streaming;
using OrleansLambda.Streaming.Records;

namespace OrleansLambda.Cluster;

/// <summary>A log's keys as streams: what any Orleans project may do with a log.</summary>
public sealed class RecordStreamTests
{
    private const string Provider = "records";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Subscribers_ReceiveEveryItem_InOrder_EachOfThem(short silos)
    {
        var name = $"test-each-{silos}";
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 2), silos, name);
        for (var i = 0; i < 50; i++)
            foreach (var key in (string[])["a", "b", "ü"])
                await cluster.Log.AppendAsync(key == "b" ? 1 : 0, [Record(key, $$"""{"number":{{i}}}""")]);

        foreach (var subscriber in (string[])[nameof(FirstSubscriberGrain), nameof(SecondSubscriberGrain)])
            foreach (var key in (string[])["a", "b", "ü"])
                await ReceivedAsync(subscriber, name, key, [.. Enumerable.Range(0, 50)]);
    }

    [Fact]
    public async Task Subscriber_ReceivesAgain_WhatItDidNotTake_AndTheOtherDoesNot()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), 1, "test-again");
        Inbox.Refuse(nameof(SecondSubscriberGrain), "test-again", "a", times: 3);
        await cluster.Log.AppendAsync(0, [.. Enumerable.Range(0, 10).Select(i => Record("a", $$"""{"number":{{i}}}"""))]);

        await ReceivedAsync(nameof(FirstSubscriberGrain), "test-again", "a", [.. Enumerable.Range(0, 10)]);
        await ReceivedAsync(nameof(SecondSubscriberGrain), "test-again", "a", [.. Enumerable.Range(0, 10)]);
        Assert.Equal(10, Inbox.Of(nameof(FirstSubscriberGrain), "test-again", "a").Count);
    }

    [Fact]
    public async Task Commit_WaitsForEverySubscriber()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), 1, "test-commit");
        Inbox.Refuse(nameof(SecondSubscriberGrain), "test-commit", "a", times: int.MaxValue);
        await cluster.Log.AppendAsync(0, [Record("a", """{"number":0}""")]);
        await ReceivedAsync(nameof(FirstSubscriberGrain), "test-commit", "a", [0]);
        Assert.True(await cluster.Log.GetCommitAsync(0) is null or { Offset: 0 });

        Inbox.Refuse(nameof(SecondSubscriberGrain), "test-commit", "a", times: 0);
        await Until.NothingIsMissing(async () => (await cluster.Log.GetCommitAsync(0))?.Offset == 1 ? null : "the commit");
    }

    [Fact]
    public async Task Partition_GoesOn_PastAStreamThatNobodyReads_AndARecordThatIsNoItem()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), 1, "unread");
        await cluster.Log.AppendAsync(0, [Record("a", """{"number":0}""")]);
        await Until.NothingIsMissing(async () => (await cluster.Log.GetCommitAsync(0))?.Offset == 1 ? null : "the commit past what nobody read");

        await using var other = await StartAsync(new InMemoryDisk(partitions: 1), 1, "test-past-item");
        await other.Log.AppendAsync(0, [Record("a", "no JSON"), Record("a", """{"number":1}""")]);
        await ReceivedAsync(nameof(FirstSubscriberGrain), "test-past-item", "a", [1]);
        await Until.NothingIsMissing(async () => (await other.Log.GetCommitAsync(0))?.Offset == 2 ? null : "the commit");
    }

    [Fact]
    public async Task Key_ThatIsNoText_GoesToTheDeadLetters()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), 1, "test-letters");
        await cluster.Log.AppendAsync(0, [new byte[] { 0xFF, (byte)'|', (byte)'x' }]);
        await Until.NothingIsMissing(async () => await cluster.Letters.CountAsync() == 1 ? null : "the dead letter");
        Assert.Contains("not valid UTF-8", Assert.Single(await cluster.Letters.PageAsync(null, 10)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_GoesOn_ThoughItsObserverThrows()
    {
        var observer = new ThrowingObserver();
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), 1, "test-observer", observer);
        await cluster.Log.AppendAsync(0, [Record("a", """{"number":0}"""), new byte[] { 0xFF, (byte)'|', (byte)'x' }]);
        await ReceivedAsync(nameof(FirstSubscriberGrain), "test-observer", "a", [0]);
        await Until.Holds(() => observer.Calls[nameof(IPartitionObserver.Progressed)] >= 3, "reports that go on");
        Assert.Equal(1, observer.Calls[nameof(IPartitionObserver.Acquired)]);
        Assert.True(observer.Calls[nameof(IPartitionObserver.DeadLettered)] >= 1);
        await Until.NothingIsMissing(async () => (await cluster.Log.GetCommitAsync(0))?.Offset == 2 ? null : "the commit");
    }

    [Fact]
    public async Task NewOwner_GoesOn_WhereTheFormerOneCommitted_WhileItLooked()
    {
        var disk = new InMemoryDisk(partitions: 1);
        var former = new InMemoryEventLog(disk, TimeProvider.System);
        await AppendAndCommitAsync(0);
        var looks = 0;
        await using var cluster = await StartAsync(disk, 1, "test-hand-over", faults: faults => faults.Before = operation =>
            operation == nameof(IEventLog.GetCommitAsync) && Interlocked.Increment(ref looks) == 1 ? AppendAndCommitAsync(1) : Task.CompletedTask);
        await cluster.Log.AppendAsync(0, [Record("a", """{"number":2}""")]);

        await ReceivedAsync(nameof(FirstSubscriberGrain), "test-hand-over", "a", [2]);
        Assert.True(looks >= 1);

        async Task AppendAndCommitAsync(int number)
        {
            await former.AppendAsync(0, [Record("a", $$"""{"number":{{number}}}""")]);
            await former.CommitAsync(0, new LogCommit((await former.DescribeAsync()).TopicId, number + 1, number + 1, 0, null));
        }
    }

    private static ReadOnlyMemory<byte> Record(string key, string value) => Encoding.UTF8.GetBytes($"{key}|{value}");

    // At least once, in order: what came before may come again.
    private static Task ReceivedAsync(string subscriber, string name, string key, int[] numbers) => Until.Holds(
        () => Inbox.Of(subscriber, name, key).Distinct().SequenceEqual(numbers),
        $"{numbers.Length} items of {name}/{key} at {subscriber}");

    private static Task<SpeedCluster> StartAsync(InMemoryDisk disk, short silos, string ns, IPartitionObserver? observer = null, Action<Faults>? faults = null) => SpeedCluster.StartBareAsync(disk, silos, (silo, ports) =>
    {
        faults?.Invoke(ports.Log.Faults);
        silo.Services.AddKeyedSingleton<IEventLog>(Provider, new KeyedLog(ports.Log));
        silo.Services.AddKeyedSingleton<IDeadLetterStore>(Provider, ports.Letters);
        silo.Services.AddKeyedSingleton(Provider, observer ?? new SilentObserver());
        silo.AddEventLogStreams(Provider, options =>
        {
            options.PollPeriod = TimeSpan.FromMilliseconds(10);
            options.CommitPeriod = TimeSpan.FromMilliseconds(50);
            options.MinRetryDelay = TimeSpan.FromMilliseconds(10);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(100);
            options.UnreadAfter = TimeSpan.FromSeconds(1);
        });
        silo.AddRecordStreams(Provider, ns);
    });

    private sealed class ThrowingObserver : IPartitionObserver
    {
        public ConcurrentDictionary<string, int> Calls { get; } = new(
            [new(nameof(Acquired), 0), new(nameof(Progressed), 0), new(nameof(DeadLettered), 0), new(nameof(Released), 0)]);

        public void Acquired(int partition) => Throw(nameof(Acquired));

        public void Progressed(PartitionProgress progress) => Throw(nameof(Progressed));

        public void DeadLettered(int records) => Throw(nameof(DeadLettered));

        public void Released(int partition) => Throw(nameof(Released));

        private void Throw(string called)
        {
            Calls.AddOrUpdate(called, 1, static (_, calls) => calls + 1);
            throw new InvalidOperationException($"An observer that throws, at {called}.");
        }
    }
}
