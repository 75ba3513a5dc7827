namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>
/// A VARCHAR or BLOB of up to 12 bytes as DuckDB's vectors hold it: the length, then the bytes themselves and zeros
/// (<c>duckdb_string_t</c> in <c>duckdb.h</c>, whose longer form has a pointer in their place). DuckDB compares all of it, so no
/// part of it may be left unset.
/// </summary>
internal readonly struct ShortText
{
    private readonly uint _length;
    private readonly uint _first;
    private readonly ulong _rest;

    private ShortText(byte only) => (_length, _first, _rest) = (1, only, 0); // The lowest byte stands first.

    /// <summary>A text of one byte.</summary>
    public static ShortText Of(byte only) => new(only);
}
