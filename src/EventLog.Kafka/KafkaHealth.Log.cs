namespace OrleansLambda.EventLog.Kafka;

public sealed partial class KafkaHealth
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka failed: {Problem}")]
    private partial void LogFailed(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Kafka answers again.")]
    private partial void LogAnswered();
}
