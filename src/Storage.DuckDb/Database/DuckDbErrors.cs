using DuckDB.NET.Native;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>Tells the callers of the ports what went wrong, in the ports' terms.</summary>
internal static class DuckDbErrors
{
    /// <summary>What a call is told that has done nothing.</summary>
    public static Exception Nothing(Exception exception) => DuckDbFault.TypeOf(exception) switch
    {
        null => exception,
        DuckDBErrorType.OutOfRange or DuckDBErrorType.Conversion => new OverflowException("A number left the range of its type.", exception),
        DuckDBErrorType.Fatal or DuckDBErrorType.Io or DuckDBErrorType.OutOfMemory or DuckDBErrorType.Transaction or DuckDBErrorType.Interrupt
            or DuckDBErrorType.Connection => new StoreUnavailableException(Reason(exception), exception),
        _ => new InvalidOperationException($"DuckDB refused a statement: {exception.Message}", exception),
    };

    /// <summary>What a write is told whose commit failed.</summary>
    public static Exception Uncertain(Exception exception) =>
        new OutcomeUnknownException($"The database failed during a commit, and whether it happened is not known. {Reason(exception)}", exception);

    private static string Reason(Exception exception) =>
        exception.Message.Contains("No space left", StringComparison.Ordinal)
            ? $"The database's disk is full. {exception.Message}"
            : $"The database failed. {exception.Message}";
}
