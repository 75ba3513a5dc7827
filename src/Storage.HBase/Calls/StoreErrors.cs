using System.Text.Json;

namespace OrleansLambda.Storage.HBase.Calls;

/// <summary>Tells the callers of the ports what went wrong, in the ports' terms.</summary>
internal static class StoreErrors
{
    /// <summary>What a call is told that changes nothing.</summary>
    public static Exception OfRead(Exception failure) => IsRefusal(failure)
        ? new InvalidOperationException($"HBase refused a read: {failure.Message}", failure)
        : new StoreUnavailableException($"HBase could not be read. {failure.Message}", failure);

    /// <summary>
    /// What a change is told that depends on a condition. Such a change is sent once, so what never reached a server, or
    /// was refused by it, was not made.
    /// </summary>
    public static Exception OfConditional(Exception failure) => failure switch
    {
        HBaseConnectionException or HBaseTableNotFoundException or HBaseTableNotEnabledException =>
            new StoreUnavailableException($"HBase could not be written to. {failure.Message}", failure),
        _ when IsRefusal(failure) => new InvalidOperationException($"HBase refused a change: {failure.Message}", failure),
        _ => new OutcomeUnknownException($"Whether HBase made a change is not known. {failure.Message}", failure),
    };

    /// <summary>What changes are told that are sent until they succeed, so that parts of them may have been made.</summary>
    public static Exception OfWrite(Exception failure)
    {
        var cause = failure is HBaseWriteException { Failures: [var first, ..] } ? first.Failure : failure;
        return IsRefusal(cause)
            ? new InvalidOperationException($"HBase refused a change: {failure.Message}", failure)
            : new OutcomeUnknownException($"Whether HBase made all changes is not known. {failure.Message}", failure);
    }

    /// <summary>What a call is told that has read a row which nothing of ours can have written.</summary>
    public static InvalidDataException Unreadable(string table, ReadOnlySpan<byte> row, Exception exception) =>
        new($"The row '{System.Text.Encoding.UTF8.GetString(row)}' of {table} cannot be read: {exception.Message}", exception);

    /// <summary>Whether an exception says that a row is not as it was written.</summary>
    public static bool IsUnreadable(Exception exception) => exception is JsonException or FormatException or InvalidOperationException or ArgumentException;

    // What would be refused again, until a person does something about it.
    private static bool IsRefusal(Exception failure) => failure is HBaseServerException;
}
