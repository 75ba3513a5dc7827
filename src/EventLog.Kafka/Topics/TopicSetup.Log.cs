namespace OrleansLambda.EventLog.Kafka.Topics;

internal sealed partial class TopicSetup
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Topic {Topic} was made, with {Partitions} partitions.")]
    private partial void LogMade(string topic, int partitions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Topic {Topic} differs from what is set and is used as it is: its {Setting} is {Actual}, not {Wanted}.")]
    private partial void LogDiffers(string topic, string setting, string? actual, string wanted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Topic {Topic} carries its producers' times ({Actual}): they may fall, and lie in the future. "
        + "Watermarks follow them, and finding an offset by time is only roughly right. Set message.timestamp.type=LogAppendTime on it; records from then on carry the brokers' time.")]
    private partial void LogProducersTimes(string topic, string? actual);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The settings of topic {Topic} may not be read; whether they differ from what is set is not known.")]
    private partial void LogNotCompared(string topic);
}
