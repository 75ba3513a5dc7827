using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch;

/// <summary>The batch layer's documents in the checkpoint store, with transient failures tried again. Thread-safe.</summary>
internal sealed class Documents(ICheckpointStore store, StoreRetry retry)
{
    private const int PageSize = 100;

    /// <summary>The document of <paramref name="key"/>; version 0 and no value where there is none.</summary>
    public async Task<Stored<T>> ReadAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var checkpoint = await retry.DoAsync($"Reading {key}", () => store.ReadAsync(key, cancellationToken), cancellationToken);
        return checkpoint is null ? new Stored<T>(key, null, 0) : Parse(checkpoint, type);
    }

    /// <summary>
    /// Puts <paramref name="value"/> in the place of <paramref name="old"/>, and returns once that is durable.
    /// </summary>
    /// <exception cref="FencedException">Somebody else has written the document since it was read.</exception>
    public async Task<Stored<T>> WriteAsync<T>(Stored<T> old, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var checkpoint = new Checkpoint(old.Key, JsonSerializer.Serialize(value, type), old.Version + 1);
        var unknown = false;
        var written = await retry.DoAsync(
            $"Writing {old.Key}",
            async () =>
            {
                try
                {
                    // After an unknown outcome the version may be ours already: then the content tells whose write it was.
                    return await store.TryWriteAsync(checkpoint, cancellationToken)
                        || (unknown && await store.ReadAsync(old.Key, cancellationToken) == checkpoint);
                }
                catch (OutcomeUnknownException)
                {
                    unknown = true;
                    throw;
                }
            },
            cancellationToken);
        return written ? new Stored<T>(old.Key, value, checkpoint.Version) : throw new FencedException(old.Key);
    }

    /// <summary>Documents as <see cref="ICheckpointStore.ListAsync"/> lists them.</summary>
    public async Task<IReadOnlyList<Stored<T>>> ListAsync<T>(string prefix, string? before, int limit, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var page = await retry.DoAsync($"Listing {prefix}", () => store.ListAsync(prefix, before, limit, cancellationToken), cancellationToken);
        return [.. page.Select(checkpoint => Parse(checkpoint, type))];
    }

    /// <summary>All documents whose keys start with <paramref name="prefix"/>, in descending order of their keys.</summary>
    public async IAsyncEnumerable<Stored<T>> AllAsync<T>(string prefix, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        IReadOnlyList<Stored<T>> page;
        string? before = null;
        do
        {
            page = await ListAsync(prefix, before, PageSize, type, cancellationToken);
            foreach (var stored in page)
                yield return stored;
            before = page.Count > 0 ? page[^1].Key : before;
        }
        while (page.Count == PageSize);
    }

    /// <summary>Removes a document.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        retry.DoAsync($"Deleting {key}", () => store.DeleteAsync(key, cancellationToken), cancellationToken);

    private static Stored<T> Parse<T>(Checkpoint checkpoint, JsonTypeInfo<T> type)
        where T : class =>
        new(checkpoint.Key, JsonSerializer.Deserialize(checkpoint.Document, type), checkpoint.Version);
}
