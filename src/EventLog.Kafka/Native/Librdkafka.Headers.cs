using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>Headers of records.</summary>
internal static unsafe partial class Librdkafka
{
    /// <summary>Hands one record over. The result is zero, or an error to be given back by <see cref="rd_kafka_error_destroy"/>.</summary>
    [LibraryImport(Library)]
    public static partial nint rd_kafka_produceva(nint client, NativeField* fields, nuint count);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_code(nint error);

    [LibraryImport(Library)]
    public static partial void rd_kafka_error_destroy(nint error);

    /// <summary>The headers of a record that was read, which stay the record's; not zero where there are none.</summary>
    [LibraryImport(Library)]
    public static partial int rd_kafka_message_headers(NativeMessage* message, nint* headers);

    /// <summary>The last header of a name; not zero where there is none. A header without a value has a null pointer.</summary>
    [LibraryImport(Library)]
    public static partial int rd_kafka_header_get_last(nint headers, byte* name, byte** value, nuint* size);
}
