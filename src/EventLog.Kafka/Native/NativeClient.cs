using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>A client of librdkafka: its connections and its threads, and where its log goes.</summary>
internal sealed unsafe class NativeClient : IDisposable
{
    private const int ErrorBytes = 512;

    private readonly GCHandle _log;
    private nint _handle;

    private NativeClient(nint handle, GCHandle log) => (_handle, _log) = (handle, log);

    /// <summary>The library's handle.</summary>
    public nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Starts a client. It connects in the background.</summary>
    /// <param name="type"><see cref="Librdkafka.Producer"/> or <see cref="Librdkafka.Consumer"/>.</param>
    /// <param name="properties">Its properties, by librdkafka's names.</param>
    /// <param name="events">The events that its main queue is to hold, a sum of <see cref="NativeEvent"/>.</param>
    /// <param name="log">Where its log goes.</param>
    /// <exception cref="ArgumentException">A property is unknown, or its value is not allowed.</exception>
    public static NativeClient Start(int type, IEnumerable<KeyValuePair<string, string>> properties, int events, ClientLog log)
    {
        var conf = Configure(properties);
        var handle = GCHandle.Alloc(log);
        Librdkafka.rd_kafka_conf_set_opaque(conf, GCHandle.ToIntPtr(handle));
        Librdkafka.rd_kafka_conf_set_log_cb(conf, &OnLog);
        if (events != 0)
            Librdkafka.rd_kafka_conf_set_events(conf, events);
        var error = stackalloc byte[ErrorBytes];
        var client = Librdkafka.rd_kafka_new(type, conf, error, ErrorBytes);
        if (client != 0)
            return new NativeClient(client, handle);
        Librdkafka.rd_kafka_conf_destroy(conf);
        handle.Free();
        throw new ArgumentException($"Kafka's client did not start: {Librdkafka.Text(error)}");
    }

    /// <summary>Tries properties without starting a client.</summary>
    /// <exception cref="ArgumentException">A property is unknown, or its value is not allowed.</exception>
    public static void Check(IEnumerable<KeyValuePair<string, string>> properties) => Librdkafka.rd_kafka_conf_destroy(Configure(properties));

    /// <summary>Ends the client. Its topics and queues must have been given back.</summary>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        Librdkafka.rd_kafka_destroy_flags(_handle, Librdkafka.DestroyWithoutClose);
        _handle = 0;
        _log.Free();
    }

    private static nint Configure(IEnumerable<KeyValuePair<string, string>> properties)
    {
        NativeLibraryName.Register();
        var conf = Librdkafka.rd_kafka_conf_new();
        var error = stackalloc byte[ErrorBytes];
        foreach (var (name, value) in properties)
            if (Librdkafka.rd_kafka_conf_set(conf, name, value, error, ErrorBytes) != 0)
            {
                Librdkafka.rd_kafka_conf_destroy(conf);
                throw new ArgumentException($"{name} = '{value}': {Librdkafka.Text(error)}");
            }
        return conf;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, int level, byte* facility, byte* message)
    {
        if (GCHandle.FromIntPtr(Librdkafka.rd_kafka_opaque(client)).Target is ClientLog log)
            log.Write(level, Librdkafka.Text(facility), Librdkafka.Text(message));
    }
}
