using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>
/// The clients that fetch. One serves all partitions, so that there are as many connections and threads as brokers, not
/// as readers; another is started where a partition is read by several at once, and ends with them.
/// </summary>
internal sealed class ReadingPool(KafkaOptions options, ClientLog log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReadingClient> _clients = [];
    private bool _disposed;

    /// <summary>Starts fetching a partition of the topic that is known as <paramref name="topicId"/>.</summary>
    /// <exception cref="StoreUnavailableException">The client refuses.</exception>
    public PartitionQueue Open(string topicId, int partition, long offset)
    {
        var client = Take(topicId, partition);
        try
        {
            return new PartitionQueue(client, partition, offset);
        }
        catch
        {
            Release(client, partition);
            throw;
        }
    }

    /// <summary>Gives a partition back.</summary>
    public void Release(ReadingClient client, int partition)
    {
        lock (_gate)
        {
            client.EndUse(partition);
            if (!client.IsIdle || (!_disposed && _clients[0] == client))
                return;
            _clients.Remove(client);
        }
        End(client);
    }

    /// <summary>Ends the clients that nobody uses; the others end with their last reader.</summary>
    public void Dispose()
    {
        ReadingClient[] idle;
        lock (_gate)
        {
            _disposed = true;
            idle = [.. _clients.Where(client => client.IsIdle)];
            _clients.RemoveAll(client => client.IsIdle);
        }
        foreach (var client in idle)
            client.Dispose();
    }

    // A client remembers the topic it has met, and would mix up one that was made anew with it.
    private ReadingClient Take(string topicId, int partition)
    {
        ReadingClient? outdated = null;
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                foreach (var client in _clients)
                    if (client.TopicId == topicId && client.TryUse(partition))
                        return client;
                if (_clients is [{ IsIdle: true } first, ..] && first.TopicId != topicId)
                {
                    outdated = first;
                    _clients.RemoveAt(0);
                }
                var started = new ReadingClient(
                    this, NativeClient.Start(Librdkafka.Consumer, ClientProperties.ForReading(options), NativeEvent.Error, log), options.Topic, topicId);
                started.TryUse(partition);
                _clients.Add(started);
                return started;
            }
        }
        finally
        {
            if (outdated is not null)
                End(outdated);
        }
    }

    // Ending a client takes as long as its connections do.
    private static void End(ReadingClient client) => ThreadPool.QueueUserWorkItem(static client => client.Dispose(), client, preferLocal: false);
}
