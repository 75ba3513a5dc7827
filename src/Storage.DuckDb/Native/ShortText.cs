using System.Runtime.InteropServices;

namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>
/// A VARCHAR or BLOB of up to 12 bytes as DuckDB's vectors hold it: the length, then the bytes themselves and zeros
/// (<c>duckdb_string_t</c> in <c>duckdb.h</c>, whose longer form has a pointer in their place).
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct ShortText
{
    private readonly uint _length;
    private readonly byte _first;

    private ShortText(byte only) => (_length, _first) = (1, only);

    /// <summary>A text of one byte.</summary>
    public static ShortText Of(byte only) => new(only);
}
