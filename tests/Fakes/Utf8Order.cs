using System.Text;

namespace OrleansLambda.Fakes;

/// <summary>Orders texts by their UTF-8 bytes, as stores do; .NET's ordinal order differs for characters past U+FFFF.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
