using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Commits;

/// <summary>
/// The commits, as offsets of a group that nobody joins: Kafka's own tools show them, and the lag behind them. Kafka
/// forgets them some days after the last one (<c>offsets.retention.minutes</c>), and with the topic.
/// </summary>
/// <remarks>
/// They are stored as a consumer stores them. The requests that are meant for administration would do too, but librdkafka
/// ends the process when one of them ran out of time and the group's coordinator is reached after that.
/// </remarks>
internal sealed class GroupOffsets : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(500);

    private readonly KafkaOptions _options;
    private readonly KafkaHealth _health;
    private readonly TimeProvider _time;
    private readonly NativeClient _client;
    private readonly AnswerQueue _answers;
    private readonly SemaphoreSlim _reads = new(1); // Reading blocks a thread: one at most.
    private volatile bool _stopping;

    public GroupOffsets(KafkaOptions options, ClientLog log, KafkaHealth health, TimeProvider time)
    {
        (_options, _health, _time) = (options, health, time);
        _client = NativeClient.Start(Librdkafka.Consumer, ClientProperties.ForCommitting(options), NativeEvent.Commit | NativeEvent.Error, log);
        _answers = new AnswerQueue(_client, "Kafka commits");
    }

    /// <summary>The last commit of <paramref name="partition"/>, or null.</summary>
    public async Task<LogCommit?> ReadAsync(int partition, CancellationToken cancellationToken)
    {
        await _reads.WaitAsync(cancellationToken);
        var reading = Task.FromResult(new Reply(ErrorCode.NoError, null));
        try
        {
            return await DoAsync("Reading a commit", false, () => reading = Task.Run(() => Read(partition)), cancellationToken);
        }
        finally
        {
            // Whoever waited may have given up. The turn ends with the read itself, which has the client in its hands until then.
            _ = reading.ContinueWith(_ => _reads.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Stores a commit.</summary>
    public Task WriteAsync(int partition, LogCommit commit, CancellationToken cancellationToken) =>
        DoAsync("Storing a commit", true, () => WriteAsync(partition, commit), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _answers.Dispose();
        _reads.Wait(); // For the one that may be under way.
        _client.Dispose();
        _reads.Release(); // Who still waits is to hear that it is over.
    }

    private async Task<LogCommit?> DoAsync(string what, bool writes, Func<Task<Reply>> ask, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            var reply = await WithinTimeAsync(ask(), cancellationToken);
            if (reply.Error == ErrorCode.NoError)
            {
                _health.Answered();
                return reply.Commit;
            }
            if (!Transient.Is(reply.Error) || _time.GetElapsedTime(started) >= _options.RequestTimeout)
            {
                var problem = $"{what} of group {_options.ConsumerGroup} at {_options.BootstrapServers} failed: {Librdkafka.Text((int)reply.Error)}.";
                // A broker that refused has answered, and did nothing; one that did not answer may have stored it.
                if (!new Error(reply.Error).IsLocalError)
                    throw new StoreUnavailableException(problem);
                _health.Failed(problem);
                throw writes ? new OutcomeUnknownException(problem) : new StoreUnavailableException(problem);
            }
            await Task.Delay(Transient.Pause, _time, cancellationToken);
        }
    }

    private async Task<Reply> WithinTimeAsync(Task<Reply> asking, CancellationToken cancellationToken)
    {
        try
        {
            return await asking.WaitAsync(_options.RequestTimeout + Nap, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new Reply(ErrorCode.Local_TimedOut, null);
        }
        catch (KafkaException e)
        {
            return new Reply(e.Error.Code, null);
        }
    }

    private unsafe Reply Read(int partition)
    {
        var partitions = Librdkafka.rd_kafka_topic_partition_list_new(1);
        try
        {
            var entry = Librdkafka.rd_kafka_topic_partition_list_add(partitions, _options.Topic, partition);
            var error = Librdkafka.rd_kafka_committed(_client.Handle, partitions, (int)_options.RequestTimeout.TotalMilliseconds);
            error = error != 0 ? error : entry->Error;
            return error != 0 || entry->Offset < 0
                ? new Reply((ErrorCode)error, null)
                : new Reply(ErrorCode.NoError, CommitMetadata.Read(entry->Offset, new ReadOnlySpan<byte>(entry->Metadata, (int)entry->MetadataSize)));
        }
        finally
        {
            Librdkafka.rd_kafka_topic_partition_list_destroy(partitions);
        }
    }

    private unsafe Task<Reply> WriteAsync(int partition, LogCommit commit)
    {
        var metadata = CommitMetadata.Write(commit);
        return _answers.AskAsync(
            (queue, opaque) =>
            {
                var partitions = Librdkafka.rd_kafka_topic_partition_list_new(1);
                var entry = Librdkafka.rd_kafka_topic_partition_list_add(partitions, _options.Topic, partition);
                entry->Offset = commit.Offset;
                entry->MetadataSize = (nuint)metadata.Length;
                entry->Metadata = (byte*)Librdkafka.rd_kafka_mem_malloc(_client.Handle, (nuint)metadata.Length + 1);
                metadata.CopyTo(new Span<byte>(entry->Metadata, metadata.Length));
                entry->Metadata[metadata.Length] = 0;
                var error = Librdkafka.rd_kafka_commit_queue(_client.Handle, partitions, queue, 0, opaque);
                Librdkafka.rd_kafka_topic_partition_list_destroy(partitions);
                return error;
            },
            static answer => new Reply(Result(answer), null));
    }

    private static unsafe ErrorCode Result(nint answer)
    {
        var error = Librdkafka.rd_kafka_event_error(answer);
        var partitions = Librdkafka.rd_kafka_event_topic_partition_list(answer);
        return (ErrorCode)(error == 0 && partitions != null && partitions->Count > 0 ? partitions->Elements[0].Error : error);
    }

    private sealed record Reply(ErrorCode Error, LogCommit? Commit);
}
