using System.Collections.Concurrent;

namespace OrleansLambda.EventLog.Kafka.Clients;

/// <summary>
/// Takes what the clients of librdkafka have to say. They repeat themselves while a broker is away, so the loss of
/// connections goes to <see cref="KafkaHealth"/>, and of anything else that is a warning each kind is told once.
/// </summary>
internal sealed partial class ClientLog(ILogger logger, KafkaHealth health)
{
    /// <summary>Syslog's number of an error.</summary>
    public const int Error = 3;

    private const int Warning = 4, Notice = 5, Info = 6;

    private readonly ConcurrentDictionary<string, bool> _told = new();

    /// <summary>Takes a line.</summary>
    /// <param name="level">Its level, as syslog numbers them: 0 an emergency, 7 debugging.</param>
    /// <param name="facility">What kind of thing happened.</param>
    /// <param name="message">What happened.</param>
    public void Write(int level, string facility, string message)
    {
        if (facility is "FAIL" or "ERROR" or "GETPID")
        {
            health.BrokerFault(message);
            LogLine(LogLevel.Debug, facility, message);
            return;
        }
        // A client is told all properties, also those that are for the other kind.
        var expected = facility == "CONFWARN" && message.EndsWith("instance", StringComparison.Ordinal);
        var rank = level switch
        {
            _ when expected => LogLevel.Debug,
            <= Warning => LogLevel.Warning,
            Notice or Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        LogLine(rank >= LogLevel.Warning && !_told.TryAdd(facility, true) ? LogLevel.Debug : rank, facility, message);
    }

    private void LogLine(LogLevel level, string facility, string message) => LogLine(logger, level, facility, message);

    [LoggerMessage(Message = "librdkafka told {Facility}: {Message}")]
    private static partial void LogLine(ILogger logger, LogLevel level, string facility, string message);
}
