using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>
/// A client that appends, idempotently, and the thread that hears what became of it. It may come to a state that it
/// cannot leave; then <see cref="IsBroken"/>, everything on its way has failed, and another one must take its place.
/// </summary>
internal sealed unsafe partial class Producer : IDisposable
{
    private const int RecordsAtOnce = 128;
    private const int EventsAtOnce = 1_024;
    private const int ReasonBytes = 512;

    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(500);

    private readonly NativeClient _client;
    private readonly KafkaOptions _options;
    private readonly ClientLog _log;
    private readonly Action<string> _broke;
    private readonly nint _topic;
    private readonly nint _events;
    private readonly Thread _thread;
    private bool _broken;
    private volatile bool _closing;
    private volatile bool _stopping;
    private int _users;

    /// <param name="options">The settings.</param>
    /// <param name="log">Where the client's log goes.</param>
    /// <param name="broke">Told why, when the client broke.</param>
    public Producer(KafkaOptions options, ClientLog log, Action<string> broke)
    {
        (_options, _log, _broke) = (options, log, broke);
        _client = NativeClient.Start(Librdkafka.Producer, ClientProperties.ForAppending(options), NativeEvent.Delivery | NativeEvent.Error, log);
        _topic = Librdkafka.rd_kafka_topic_new(_client.Handle, options.Topic, 0);
        _events = Librdkafka.rd_kafka_queue_get_main(_client.Handle);
        _thread = new Thread(Listen) { IsBackground = true, Name = "Kafka appends" };
        _thread.Start();
    }

    /// <summary>Whether this client will not append any more.</summary>
    public bool IsBroken => Volatile.Read(ref _broken);

    /// <summary>Hands records over.</summary>
    /// <returns>Zero, or why none was handed over, and may be later.</returns>
    public int Send(PendingAppend append)
    {
        if (!TryUse())
            return (int)ErrorCode.Local_Fatal;
        try
        {
            return append.Name is { } name ? HandOver(append, name) : HandOver(append);
        }
        finally
        {
            EndUse();
        }
    }

    /// <summary>Learns what partitions there are.</summary>
    public void RefreshMetadata()
    {
        if (!TryUse())
            return;
        nint metadata;
        if (Librdkafka.rd_kafka_metadata(_client.Handle, 0, _topic, &metadata, (int)_options.RequestTimeout.TotalMilliseconds) == 0)
            Librdkafka.rd_kafka_metadata_destroy(metadata);
        EndUse();
    }

    /// <summary>Breaks the client as the library does when it has lost track of what was appended.</summary>
    public void Break() => Librdkafka.rd_kafka_test_fatal_error(_client.Handle, (int)ErrorCode.OutOfOrderSequenceNumber, "asked for");

    /// <summary>Sends what is under way, as long as an append may take, and gives up the rest.</summary>
    public void Dispose()
    {
        _closing = true;
        SpinWait.SpinUntil(() => Volatile.Read(ref _users) == 0);
        _ = Librdkafka.rd_kafka_flush(_client.Handle, IsBroken ? 0 : (int)_options.AppendTimeout.TotalMilliseconds);
        _ = Librdkafka.rd_kafka_purge(_client.Handle, Librdkafka.PurgeAll);
        // Every append must be told of: its caller waits for that alone.
        while (Librdkafka.rd_kafka_flush(_client.Handle, (int)Nap.TotalMilliseconds) != 0)
        {
        }
        _stopping = true;
        Librdkafka.rd_kafka_queue_yield(_events);
        _thread.Join();
        Librdkafka.rd_kafka_queue_destroy(_events);
        Librdkafka.rd_kafka_topic_destroy(_topic);
        _client.Dispose();
    }

    // Keeps the library's handle valid until the use ends, for a moment; false where the client is being closed.
    private bool TryUse()
    {
        Interlocked.Increment(ref _users);
        if (!_closing)
            return true;
        EndUse();
        return false;
    }

    private void EndUse() => Interlocked.Decrement(ref _users);

    private int HandOver(PendingAppend append)
    {
        var messages = stackalloc NativeMessage[RecordsAtOnce];
        var sent = 0;
        var at = append.Bytes;
        var (opaque, partition, lengths) = (append.Opaque, append.Partition, append.Lengths);
        // Once the last record is handed over, the append may be over and its memory gone.
        while (sent < lengths.Length)
        {
            var count = Math.Min(RecordsAtOnce, lengths.Length - sent);
            for (var i = 0; i < count; i++)
            {
                messages[i] = new NativeMessage { Payload = at, Length = (nuint)lengths[sent + i], Opaque = opaque };
                at += lengths[sent + i];
            }
            var taken = Librdkafka.rd_kafka_produce_batch(_topic, partition, 0, messages, count);
            if (taken < count)
                return Refused(append, ErrorOf(messages, count), sent + taken);
            sent += count;
        }
        return 0;
    }

    private static int ErrorOf(NativeMessage* messages, int count)
    {
        var error = 0;
        for (var i = 0; i < count && error == 0; i++)
            error = messages[i].Error;
        return error;
    }

    private int Refused(PendingAppend append, int error, int sent)
    {
        if (error == (int)ErrorCode.Local_Fatal)
            GiveUp();
        if (sent == 0)
            return error;
        // Those that were handed over are told of on their own.
        if (append.NotSent(append.Lengths.Length - sent, error))
            append.Complete(_options);
        return 0;
    }

    private void Listen()
    {
        var messages = stackalloc NativeMessage*[EventsAtOnce];
        while (!_stopping)
        {
            var next = Librdkafka.rd_kafka_queue_poll(_events, (int)Nap.TotalMilliseconds);
            if (next == 0)
                continue;
            var kind = Librdkafka.rd_kafka_event_type(next);
            if (kind == NativeEvent.Delivery)
                Deliver(next, messages);
            else if (kind == NativeEvent.Error)
                Hear(next);
            Librdkafka.rd_kafka_event_destroy(next);
        }
    }

    private void Deliver(nint delivery, NativeMessage** messages)
    {
        PendingAppend? append = null;
        var opaque = (nint)0;
        while ((int)Librdkafka.rd_kafka_event_message_array(delivery, messages, EventsAtOnce) is > 0 and var count)
            for (var i = 0; i < count; i++)
            {
                var message = messages[i];
                if (message->Opaque != opaque || append is null)
                    (opaque, append) = (message->Opaque, PendingAppend.Of(message->Opaque));
                var isLast = message->Error == 0
                    ? append.Appended(message->Offset)
                    : append.Failed(message->Error, Librdkafka.rd_kafka_message_status(message) != (int)PersistenceStatus.NotPersisted);
                if (!isLast)
                    continue;
                append.Complete(_options);
                append = null;
            }
    }

    private void Hear(nint error)
    {
        if (Librdkafka.rd_kafka_event_error(error) == (int)ErrorCode.Local_Fatal)
            GiveUp();
        else
            _log.Write(ClientLog.Error, "ERROR", Librdkafka.Text(Librdkafka.rd_kafka_event_error_string(error)));
    }

    // What is on its way will not get there any more; it is told of as failed.
    private void GiveUp()
    {
        if (Interlocked.Exchange(ref _broken, true))
            return;
        var reason = stackalloc byte[ReasonBytes];
        reason[0] = 0;
        _ = Librdkafka.rd_kafka_fatal_error(_client.Handle, reason, ReasonBytes);
        _ = Librdkafka.rd_kafka_purge(_client.Handle, Librdkafka.PurgeAll);
        _broke(Librdkafka.Text(reason));
    }
}
