using System.Globalization;
using System.Text;
using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>
/// Sends a copy of every letter to <see cref="KafkaOptions.DeadLetterTopic"/>, for those who follow it, and keeps the
/// letters themselves in another store: a topic can be neither paged in order nor searched for what is there already.
/// A letter that is stored again, after a failure, comes to the topic again, under the same key.
/// </summary>
/// <remarks>
/// A copy's key is <c>topicId/partition/offset</c> and its value is what the letter quotes. Its headers are texts:
/// <c>topic</c>, <c>topic_id</c>, <c>partition</c>, <c>offset</c>, <c>reason</c>, <c>appended_at</c> (ISO 8601) and
/// <c>length</c>, the whole record's in bytes.
/// </remarks>
internal sealed class KafkaDeadLetterStore(IDeadLetterStore store, KafkaConnection kafka) : IDeadLetterStore, IAsyncDisposable
{
    private LetterClient _client = new(kafka);

    /// <inheritdoc/>
    public async Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DeadLetter[] copies = [.. letters.Select(letter => letter with { Value = letter.Value.ToArray() })];
        await store.StoreAsync(copies, cancellationToken);
        if (copies.Length > 0)
            await SendAsync(copies).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default) =>
        store.PageAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => store.CountAsync(cancellationToken);

    /// <summary>Ends the client. Brokers that are away are not waited for.</summary>
    public async ValueTask DisposeAsync() => await kafka.EndAsync(_client.Dispose);

    private async Task SendAsync(DeadLetter[] copies)
    {
        var client = Use();
        try
        {
            await Task.WhenAll(copies.Select(letter => client.Producer.ProduceAsync(kafka.Options.DeadLetterTopic, Message(letter))));
        }
        catch (KafkaException e)
        {
            var problem = $"Sending dead letters to topic {kafka.Options.DeadLetterTopic} at {kafka.Options.BootstrapServers} failed: {e.Error.Reason}.";
            kafka.Health.Failed(problem);
            // A client that has lost track of what it sent sends nothing any more.
            if ((e.Error.IsFatal || e.Error.Code == ErrorCode.Local_Fatal) && Interlocked.CompareExchange(ref _client, new LetterClient(kafka), client) == client)
                client.Leave();
            throw new OutcomeUnknownException(problem, e);
        }
        finally
        {
            client.Leave();
        }
    }

    private LetterClient Use()
    {
        while (true)
            if (Volatile.Read(ref _client) is var client && client.TryUse())
                return client;
    }

    private Message<string, byte[]> Message(DeadLetter letter)
    {
        var headers = new Headers();
        void Add(string name, string text) => headers.Add(name, Encoding.UTF8.GetBytes(text));
        Add("topic", kafka.Options.Topic);
        Add("topic_id", letter.Key.TopicId);
        Add("partition", letter.Key.Partition.ToString(CultureInfo.InvariantCulture));
        Add("offset", letter.Key.Offset.ToString(CultureInfo.InvariantCulture));
        Add("reason", letter.Reason);
        Add("appended_at", letter.AppendedAt.ToString("O", CultureInfo.InvariantCulture));
        Add("length", letter.Length.ToString(CultureInfo.InvariantCulture));
        var key = string.Create(CultureInfo.InvariantCulture, $"{letter.Key.TopicId}/{letter.Key.Partition}/{letter.Key.Offset}");
        return new Message<string, byte[]> { Key = key, Value = letter.Value.ToArray(), Headers = headers };
    }
}
