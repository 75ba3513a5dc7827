using System.Text;

namespace OrleansLambda.Storage.HBase.Keys;

/// <summary>The rows of documents and marks, which share a table with the dead letters.</summary>
internal static class StateKey
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] CheckpointPrefix = "checkpoint/"u8.ToArray();

    /// <summary>The row of a document. Rows sort by the UTF-8 bytes of their keys.</summary>
    /// <exception cref="ArgumentException">The key is no text: it has half of a surrogate pair.</exception>
    public static byte[] OfCheckpoint(string key) => [.. CheckpointPrefix, .. Strict.GetBytes(key)];

    /// <summary>The key of the document in a row.</summary>
    public static string ReadCheckpoint(ReadOnlySpan<byte> row) => Encoding.UTF8.GetString(row[CheckpointPrefix.Length..]);

    /// <summary>The row of the highest ordinal of trips that was ever begun to be written on a date.</summary>
    public static byte[] OfMark(DateOnly date)
    {
        var key = "mark/yyyy-MM-dd"u8.ToArray();
        KeyText.WriteDate(key.AsSpan("mark/"u8.Length), date);
        return key;
    }

    /// <summary>The least row behind all that begin with <paramref name="prefix"/>, which ends with a byte below 0xFF.</summary>
    public static byte[] After(ReadOnlySpan<byte> prefix)
    {
        byte[] next = [.. prefix];
        next[^1]++;
        return next;
    }
}
