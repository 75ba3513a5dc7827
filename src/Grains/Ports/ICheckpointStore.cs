namespace OrleansLambda.Grains.Ports;

/// <summary>Small documents by key, each fenced by its version: progress to resume from, and the history of work done.</summary>
/// <remarks>Failure and cancellation are as in <see cref="IEventLog"/>. Keys are compared by their UTF-8 bytes.</remarks>
public interface ICheckpointStore
{
    /// <summary>The length of the longest key, in characters.</summary>
    const int MaxKeyLength = 200;

    /// <summary>The length of the longest document, in characters.</summary>
    const int MaxDocumentLength = 1_048_576;

    /// <summary>The document of <paramref name="key"/>, or null.</summary>
    Task<Checkpoint?> ReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a document if the stored version is one less than the given one; a key without a document has version 0.
    /// Returns once it is durable.
    /// </summary>
    /// <returns>False, and nothing is written, when the stored version is any other.</returns>
    /// <exception cref="ArgumentException">The key is empty, or it or the document is too long; nothing was written.</exception>
    Task<bool> TryWriteAsync(Checkpoint checkpoint, CancellationToken cancellationToken = default);

    /// <summary>Removes a document; removing one that is not there changes nothing. The key's next version is 1 again.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Up to <paramref name="limit"/> documents whose keys start with <paramref name="prefix"/> and come before
    /// <paramref name="before"/> (null: from the last), in descending order of their keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    Task<IReadOnlyList<Checkpoint>> ListAsync(string prefix, string? before, int limit, CancellationToken cancellationToken = default);
}
