using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>What DuckDB said when it refused, with the kind of error that tells what can be done about it.</summary>
internal sealed class DuckDbFault(DuckDBErrorType type, string message) : Exception(message)
{
    /// <summary>The kind of error.</summary>
    public DuckDBErrorType Type { get; } = type;

    /// <summary>
    /// Whether <paramref name="exception"/> has made every connection of the process unusable. DuckDB does that when it
    /// cannot write a checkpoint; the file is as good as ever, and has to be opened again.
    /// </summary>
    public static bool IsFatal(Exception exception) => TypeOf(exception) == DuckDBErrorType.Fatal;

    /// <summary>The kind of error, where <paramref name="exception"/> is DuckDB's.</summary>
    public static DuckDBErrorType? TypeOf(Exception exception) => exception switch
    {
        DuckDbFault fault => fault.Type,
        DuckDBException duckDb => duckDb.ErrorType,
        _ => null,
    };
}
