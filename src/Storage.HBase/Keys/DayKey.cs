namespace OrleansLambda.Storage.HBase.Keys;

/// <summary>A day's row: <c>yyyy-MM-dd</c>.</summary>
internal static class DayKey
{
    /// <summary>The row of <paramref name="date"/>.</summary>
    public static byte[] Of(DateOnly date)
    {
        var key = new byte[KeyText.DateLength];
        KeyText.WriteDate(key, date);
        return key;
    }

    /// <summary>The date of a row.</summary>
    /// <exception cref="FormatException">It is no day's row.</exception>
    public static DateOnly Read(ReadOnlySpan<byte> key) =>
        key.Length == KeyText.DateLength ? KeyText.ReadDate(key) : throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(key)}' is no day's key.");
}
