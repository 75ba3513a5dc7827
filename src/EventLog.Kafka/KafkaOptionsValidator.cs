using Microsoft.Extensions.Options;
using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>Rules across settings, and the properties that librdkafka itself knows best.</summary>
internal sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        string[] failures = [.. Failures(options, $"{KafkaOptions.SectionName}:")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>What is wrong with settings, a sentence each.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="at">What comes before a setting's name, to say where it is.</param>
    internal static IEnumerable<string> Failures(KafkaOptions options, string at)
    {
        if (options.DeadLetterTopic == options.Topic)
            yield return $"{at}DeadLetterTopic is '{options.DeadLetterTopic}', the log's own topic; it must be another one.";
        if (options.MinInSyncReplicas > options.ReplicationFactor)
            yield return $"{at}MinInSyncReplicas is {options.MinInSyncReplicas}, more than the {options.ReplicationFactor} of ReplicationFactor; nothing could be appended.";
        foreach (var failure in SecurityFailures(options, at))
            yield return failure;
        foreach (var property in options.Properties.Keys)
            if (ReservedProperties.WhyNot(property) is { } reason)
                yield return $"{at}Properties:{property} cannot be set: {reason}";
        if (options.BootstrapServers.Length > 0 && PropertyFailure(options, at) is { } wrong)
            yield return wrong;
    }

    private static IEnumerable<string> SecurityFailures(KafkaOptions options, string at)
    {
        var sasl = options.SecurityProtocol.StartsWith("SASL", StringComparison.Ordinal);
        if (sasl && options.SaslMechanism is null)
            yield return $"{at}SecurityProtocol is {options.SecurityProtocol}, so SaslMechanism must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER.";
        if (!sasl && options.SaslMechanism is not null)
            yield return $"{at}SaslMechanism is {options.SaslMechanism}, so SecurityProtocol must be SASL_PLAINTEXT or SASL_SSL, not {options.SecurityProtocol}.";
        if (options.SaslMechanism is "PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-512" && (string.IsNullOrEmpty(options.SaslUsername) || options.SaslPassword is null))
            yield return $"{at}SaslMechanism is {options.SaslMechanism}, so SaslUsername and SaslPassword are needed.";
        if (options.SaslMechanism == "OAUTHBEARER" && options.OAuthTokenEndpoint is null && !options.Properties.ContainsKey("sasl.oauthbearer.config"))
            yield return $"{at}SaslMechanism is OAUTHBEARER, so OAuthTokenEndpoint is needed.";
        foreach (var (setting, file) in new[] { ("SslCaLocation", options.SslCaLocation), ("SslCertificateLocation", options.SslCertificateLocation), ("SslKeyLocation", options.SslKeyLocation) })
            if (file is not null && !File.Exists(file) && !(setting == "SslCaLocation" && Directory.Exists(file)))
                yield return $"{at}{setting} is '{file}', where there is no file.";
    }

    // One property at a time, so that the sentence names the one that is wrong.
    private static string? PropertyFailure(KafkaOptions options, string at)
    {
        foreach (var property in options.Properties)
            try
            {
                NativeClient.Check([property]);
            }
            catch (ArgumentException e)
            {
                return $"{at}Properties:{property.Key} is not a property of librdkafka, or not with that value: {e.Message}";
            }
        return null;
    }
}
