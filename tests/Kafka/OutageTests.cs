using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansLambda.Fakes;

namespace OrleansLambda.Kafka.Tests;

/// <summary>A broker that dies, hangs, or is not there yet. Each test has one of its own.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    // What is asked of a broker that has died is given up soon enough for others to be asked.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task WhatWasAppended_IsThereOnceAndInOrder_ThroughKillsOfTheBroker()
    {
        const int Appenders = 3, Appends = 400, Batch = 5;
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = topic.Options.ReadTimeout = AnswerLimit;
        topic.Options.AppendTimeout = Limit; // A broker comes back slowly where much else runs.
        await using var kafka = await topic.OpenAsync();
        var log = new KafkaEventLog(kafka);
        var (acked, progress) = (new ConcurrentBag<string>(), 0);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => ReadThroughAsync(log, stop.Token));

        var appending = Enumerable.Range(0, Appenders).Select(appender => Task.Run(async () =>
        {
            for (var i = 0; i < Appends; i++)
            {
                string[] texts = [.. Enumerable.Range(0, Batch).Select(j => string.Create(CultureInfo.InvariantCulture, $"{appender}:{i}:{j}"))];
                await log.SendAsync(0, texts);
                foreach (var text in texts)
                    acked.Add(text);
                Interlocked.Increment(ref progress);
            }
        })).ToArray();
        for (var kill = 1; kill <= 2; kill++)
        {
            var from = kill * Appenders * Appends / 3;
            await UntilAsync(() => Volatile.Read(ref progress) >= from || appending.Any(task => task.IsFaulted), $"{from} appends");
            await broker.KillAsync();
            await broker.StartAsync();
        }
        await Task.WhenAll(appending).WaitAsync(Limit);

        var all = (await log.ReadAsync(0)).Texts;
        Assert.Equal(acked.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
        for (var appender = 0; appender < Appenders; appender++)
            Assert.Equal(
                Enumerable.Range(0, Appends).SelectMany(i => Enumerable.Range(0, Batch).Select(j => $"{appender}:{i}:{j}")),
                all.Where(text => text.StartsWith($"{appender}:", StringComparison.Ordinal)));
        await UntilAsync(() => SeenCount >= all.Count, "the reader to have seen everything");
        await stop.CancelAsync();
        Assert.Equal(all, await reading);
    }

    [Fact]
    public async Task TopicIsDescribed_ThoughNoReplicaOfItIsInSync()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        await using var second = await KafkaFixture.StartOwnAsync((folder, port) => Joining(broker, folder, port));
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = AnswerLimit;
        await using var kafka = topic.Connect();
        await topic.Admin.CreateTopicsAsync([new() { Name = topic.Name, NumPartitions = 1, ReplicationFactor = -1, ReplicasAssignments = new() { [0] = [2] } }]);
        await kafka.OpenAsync();
        var before = kafka.Topic.Last;

        await second.KillAsync();
        await UntilAsync(() => PartitionOf(topic) is { InSyncReplicas.Length: 0 }, "the partition without a replica in sync");
        // The client may take the dead broker for the controller for a while, and wait for that in vain.
        await EventuallyAsync(async () => Assert.Equal(before, await kafka.Topic.DescribeAsync(default)));
        await UntilAsync(() => PartitionOf(topic) is { InSyncReplicas.Length: 0 }, "the partition without a replica in sync still");
        await second.StartAsync();
        await UntilAsync(() => PartitionOf(topic) is { InSyncReplicas.Length: 1 }, "the partition with its replica");
        await new KafkaEventLog(kafka).SendAsync(0, "after");
    }

    [Fact]
    public async Task Partition_GoesOnWithItsNextLeader_WhenItsLeaderDies()
    {
        const int Some = 100;
        await using var broker = await KafkaFixture.StartOwnAsync();
        await using var second = await KafkaFixture.StartOwnAsync((folder, port) => Joining(broker, folder, port));
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = topic.Options.ReadTimeout = AnswerLimit;
        topic.Options.AppendTimeout = Limit;
        await using var kafka = topic.Connect();
        await topic.Admin.CreateTopicsAsync([new() { Name = topic.Name, NumPartitions = 1, ReplicationFactor = -1, ReplicasAssignments = new() { [0] = [2, 1] } }]);
        await kafka.OpenAsync();
        await UntilAsync(() => PartitionOf(topic) is { Leader: 2, InSyncReplicas.Length: 2 }, "both replicas");
        var log = new KafkaEventLog(kafka);
        var acked = new List<string>();
        using CancellationTokenSource stopAppending = new(), stopReading = new();
        var reading = Task.Run(() => ReadThroughAsync(log, stopReading.Token));
        var appending = Task.Run(async () =>
        {
            while (!stopAppending.IsCancellationRequested)
            {
                var text = acked.Count.ToString(CultureInfo.InvariantCulture);
                await log.SendAsync(0, text);
                acked.Add(text);
            }
        });
        await UntilAsync(() => SeenCount >= Some || appending.IsFaulted, "records of the first leader");

        await second.KillAsync();
        var sent = SeenCount;
        await UntilAsync(() => SeenCount >= sent + Some || appending.IsFaulted, "records of the next leader");

        await UntilAsync(() => PartitionOf(topic) is { Leader: 1 }, "the next leader");
        await stopAppending.CancelAsync();
        await appending;
        await UntilAsync(() => SeenCount >= acked.Count, "the reader to have seen everything");
        await stopReading.CancelAsync();
        Assert.Equal(acked, await reading);
    }

    [Fact]
    public async Task NothingIsClaimed_WhileTheBrokerHangs_AndItIsToldOnce()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = topic.Options.ReadTimeout = TimeSpan.FromSeconds(1);
        topic.Options.AppendTimeout = TimeSpan.FromSeconds(2);
        using var lines = new LogLines(LogLevel.Information);
        await using var kafka = await topic.OpenAsync(lines);
        var log = new KafkaEventLog(kafka);
        // A broker that has just started may take longer than the little time it has here.
        await EventuallyAsync(() => log.SendAsync(0, "before"));
        await using var reader = log.OpenReader(0, 0);
        LogBatch batch = default!;
        do
            await EventuallyAsync(async () => batch = await reader.ReadAsync(10));
        while (batch.Records.Count > 0);
        Assert.Null(kafka.Health.Problem);

        var before = lines.Lines.Length;
        await broker.PauseAsync();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => log.SendAsync(0, "perhaps")).WaitAsync(Limit);
        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await reader.ReadAsync(10)).WaitAsync(Limit);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.GetRangeAsync(0)).WaitAsync(Limit);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.GetCommitAsync(0)).WaitAsync(Limit);
        Assert.Contains(topic.Options.BootstrapServers, kafka.Health.Problem, StringComparison.Ordinal);

        Assert.Single(lines.Lines.Skip(before), line => line.StartsWith("Kafka failed", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.Lines.Skip(before), line => line.StartsWith("Kafka answers again", StringComparison.Ordinal));

        await broker.ResumeAsync();
        List<string> texts = [];
        await EventuallyAsync(() => log.SendAsync(0, "after"));
        await EventuallyAsync(async () => texts = (await log.ReadAsync(0)).Texts);
        Assert.Equal(("before", "after"), (texts[0], texts[^1]));
        Assert.Null(kafka.Health.Problem);
        Assert.Contains("Kafka answers again.", lines.Lines);
    }

    [Fact]
    public async Task DeadLetters_AreSent_WhenTheirClientBroke()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = AnswerLimit;
        topic.Options.DeadLetterTopic = topic.Name + "_dlq";
        topic.Options.AppendTimeout = TimeSpan.FromSeconds(1);
        // A letter that is given up breaks the client.
        topic.Options.Properties["enable.idempotence"] = topic.Options.Properties["enable.gapless.guarantee"] = "true";
        await using var kafka = await topic.OpenAsync();
        await using var letters = new KafkaDeadLetterStore(new InMemoryDeadLetterStore(new InMemoryDisk(1)), kafka);
        var letter = new DeadLetter(new DeadLetterKey("id", 0, 0), "why", DateTimeOffset.UnixEpoch, "{}"u8.ToArray(), 2);
        await EventuallyAsync(() => letters.StoreAsync([letter]));

        await broker.PauseAsync();
        var first = letters.StoreAsync([letter]);
        await Task.Delay(topic.Options.AppendTimeout / 2);
        var second = letters.StoreAsync([letter]); // It is still on its way when the first is given up.
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => first).WaitAsync(Limit);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => second).WaitAsync(Limit);
        await broker.ResumeAsync();

        await EventuallyAsync(() => letters.StoreAsync([letter]));
    }

    [Fact]
    public async Task Closing_WaitsForARead_ThatNobodyWaitsForAnyMore()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = TimeSpan.FromSeconds(1);
        for (var i = 0; i < 5; i++)
        {
            var kafka = await topic.OpenAsync();
            var log = new KafkaEventLog(kafka);
            await EventuallyAsync(() => log.GetCommitAsync(0));
            await broker.PauseAsync();
            using (var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50)))
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.GetCommitAsync(0, patience.Token)).WaitAsync(Limit);
            // The read goes on in the library: a client that was gone by now would take the process with it.
            await kafka.DisposeAsync();
            await broker.ResumeAsync();
        }
    }

    [Fact]
    public async Task Questions_EndWithTheConnection_WheneverThatIs()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        await (await topic.OpenAsync()).DisposeAsync();
        for (var i = 0; i < 20; i++)
        {
            var kafka = topic.Connect();
            var log = new KafkaEventLog(kafka);
            var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (true)
                    await log.GetRangeAsync(0);
            })).ToArray();
            await log.DescribeAsync();
            await kafka.DisposeAsync();
            foreach (var task in asking)
                await Assert.ThrowsAsync<ObjectDisposedException>(() => task).WaitAsync(Limit);
        }
    }

    [Fact]
    public async Task NothingWasAppended_IsSaid_WhereTheBrokerIsAway()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.AppendTimeout = TimeSpan.FromSeconds(1);
        await using var kafka = await topic.OpenAsync();
        var log = new KafkaEventLog(kafka);
        await EventuallyAsync(() => log.SendAsync(0, "before"));
        await broker.KillAsync();
        // The first may have met the connection as it broke.
        await Assert.ThrowsAnyAsync<Exception>(() => log.SendAsync(0, "first")).WaitAsync(Limit);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.SendAsync(0, "lost")).WaitAsync(Limit);

        await broker.StartAsync();
        await EventuallyAsync(() => log.SendAsync(0, "after"));
        Assert.DoesNotContain("lost", (await log.ReadAsync(0)).Texts);
    }

    [Fact]
    public async Task Start_WaitsForTheBroker_AndFailsWithASentenceWhenItDoesNotCome()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        await broker.KillAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = topic.Options.StartTimeout = TimeSpan.FromSeconds(1);

        await using (var hopeless = topic.Connect())
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => hopeless.OpenAsync()).WaitAsync(Limit);
            Assert.Contains(broker.BootstrapServers, failure.Message, StringComparison.Ordinal);
        }

        (topic.Options.RequestTimeout, topic.Options.StartTimeout) = (AnswerLimit, Limit);
        await using var patient = topic.Connect();
        var opening = patient.OpenAsync();
        await broker.StartAsync();
        await opening.WaitAsync(Limit);
        await new KafkaEventLog(patient).SendAsync(0, "there");
    }

    [Fact]
    public async Task Closing_IsSoonOver_WhileTheBrokerIsAway()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        topic.Options.RequestTimeout = Limit;
        var kafka = await topic.OpenAsync();
        var log = new KafkaEventLog(kafka);
        var commit = new LogCommit((await log.DescribeAsync()).TopicId, 0, 0, 0, null);
        await log.SendAsync(0, "before");
        await log.CommitAsync(0, commit);
        await log.GetCommitAsync(0);
        await log.ReadAsync(0);
        await broker.KillAsync();
        // All kinds of requests are under way.
        _ = Task.WhenAll(log.CommitAsync(0, commit with { Offset = 1 }), log.CommitAsync(1, commit), log.GetCommitAsync(0), log.GetCommitAsync(1), log.GetRangeAsync(0), log.DescribeAsync());

        var started = TimeProvider.System.GetTimestamp();
        await kafka.DisposeAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit / 6, $"It took {TimeProvider.System.GetElapsedTime(started)}.");
    }

    /// <summary>The settings of a second broker, which is no controller. Its folder is made ready here: the script can do so for a controller only.</summary>
    private static string Joining(KafkaProcess first, string folder, int port)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        File.WriteAllLines(
            Path.Combine(data, "meta.properties"),
            [.. File.ReadLines(Path.Combine(first.Folder, "data", "meta.properties")).Where(line => line.StartsWith("cluster.id", StringComparison.Ordinal)), "version=1", "node.id=2"]);
        return $"""
            process.roles=broker
            node.id=2
            controller.quorum.bootstrap.servers=localhost:{first.SparePort - 1}
            listeners=PLAINTEXT://127.0.0.1:{port}
            advertised.listeners=PLAINTEXT://localhost:{port}

            """;
    }

    private int SeenCount => Volatile.Read(ref _seenCount);

    private int _seenCount;

    // A reader that goes through everything, from outage to outage.
    private async Task<List<string>> ReadThroughAsync(KafkaEventLog log, CancellationToken stop)
    {
        var texts = new List<string>();
        await using var reader = log.OpenReader(0, 0);
        while (!stop.IsCancellationRequested)
            try
            {
                foreach (var record in (await reader.ReadAsync(100, stop)).Records)
                    texts.Add(System.Text.Encoding.UTF8.GetString(record.Value.Span));
                Volatile.Write(ref _seenCount, texts.Count);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        return texts;
    }

    // What the brokers say of the partition; null where they do not say, or not yet.
    private static PartitionMetadata? PartitionOf(TestTopic topic)
    {
        try
        {
            return topic.Admin.GetMetadata(topic.Name, TimeSpan.FromSeconds(10)).Topics.FirstOrDefault()?.Partitions.FirstOrDefault();
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"Waited {Limit} for {what}.");
            await Task.Delay(10);
        }
    }

    private static async Task EventuallyAsync(Func<Task> act)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException && TimeProvider.System.GetElapsedTime(started) < Limit)
            {
                await Task.Delay(50);
            }
    }
}
