using System.IO.Hashing;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Names a dataset by its bytes.</summary>
public static class DatasetFingerprint
{
    // Small: the hash is slow until it has been called a few dozen times, and then compiled well.
    private const int BufferBytes = 1 << 17;

    /// <summary>XXH128 of the file's bytes, as 32 hexadecimal digits in lower case.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or is empty.</exception>
    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken = default)
    {
        await using var file = DatasetFile.Open(path);
        var hash = new XxHash128();
        var buffer = new byte[BufferBytes];
        long length = 0;
        try
        {
            for (int count; (count = await file.ReadAsync(buffer, cancellationToken)) > 0; length += count)
                hash.Append(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} cannot be read: {e.Message}", e);
        }
        if (length == 0)
            throw new DatasetException($"{path} is empty.");
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
