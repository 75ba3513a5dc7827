using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>A client that sends dead letters. It ends when it was replaced and nobody waits for it any more: what a client has not sent by its end is told to nobody.</summary>
internal sealed class LetterClient(KafkaConnection kafka) : IDisposable
{
    // Its threads and connections are for processes that meet dead letters.
    private readonly Lazy<IProducer<string, byte[]>> _producer = new(() => Start(kafka));

    // Those who send, and whoever has yet to replace it.
    private int _users = 1;

    /// <summary>The client, for those who use it.</summary>
    public IProducer<string, byte[]> Producer => _producer.Value;

    /// <summary>Whether it may be used until <see cref="Leave"/>; not where it is at its end.</summary>
    public bool TryUse()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }
        return false;
    }

    /// <summary>Ends a use; the last one ends the client, which blocks for a while, on another thread.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            ThreadPool.QueueUserWorkItem(static client => client.Dispose(), this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_producer.IsValueCreated)
            _producer.Value.Dispose();
    }

    private static IProducer<string, byte[]> Start(KafkaConnection kafka) =>
        new ProducerBuilder<string, byte[]>(ClientProperties.ForAppending(kafka.Options))
            .SetLogHandler((_, line) => kafka.Log.Write((int)line.Level, line.Facility, line.Message))
            .SetErrorHandler((_, error) => kafka.Health.BrokerFault(error.Reason))
            .Build();
}
