using System.Text;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Quotes what a dataset holds, shortened and readable, whatever bytes it is made of.</summary>
public static class Quoted
{
    private const int MaxLength = 40;

    /// <summary>The first characters of <paramref name="utf8"/>, in quotation marks.</summary>
    public static string Bytes(ReadOnlySpan<byte> utf8) => Text(Prefix(utf8, MaxLength + 1));

    /// <summary>The first characters of <paramref name="text"/>, in quotation marks.</summary>
    public static string Text(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
            shown.Append(char.IsControl(c) ? '\uFFFD' : c);
        if (text.Length > MaxLength && char.IsHighSurrogate(shown[^1]))
            shown.Length--;
        return shown.Append(text.Length > MaxLength ? "…\"" : "\"").ToString();
    }

    /// <summary>At most the first <paramref name="maxLength"/> characters of <paramref name="utf8"/>; bytes that are no UTF-8 show as U+FFFD.</summary>
    public static string Prefix(ReadOnlySpan<byte> utf8, int maxLength)
    {
        // The fourth byte for each character is to spare, so a character that is cut in the middle falls off at the end.
        var text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, maxLength * 4)]);
        if (text.Length <= maxLength)
            return text;
        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }
}
