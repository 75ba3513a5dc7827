namespace OrleansLambda.EventLog.Kafka.Topics;

internal sealed partial class TopicState
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Topic {Topic} was made anew: it was {OldTopicId} and is {TopicId} now.")]
    private partial void LogMadeAnew(string topic, string oldTopicId, string topicId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The settings of topic {Topic} may not be read; records of up to {MaxRecordBytes} bytes are taken to be allowed.")]
    private partial void LogSettingsRefused(string topic, int maxRecordBytes);
}
