using System.Text;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>Text as bytes and back.</summary>
internal static class Text
{
    public static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    public static string? Utf8(this ReadOnlyMemory<byte>? bytes) => bytes is { } b ? Encoding.UTF8.GetString(b.Span) : null;

    public static string Utf8(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static readonly byte[] F = "f"u8.ToArray();

    public static readonly byte[] Q = "q"u8.ToArray();

    public static Put Put(string row, string value) => new Put(row.Utf8()).Add(F, Q, value.Utf8());

    public static string? Value(this HBaseRow? row) => row?["f"u8, "q"u8].Utf8();
}
