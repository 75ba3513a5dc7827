using Microsoft.Extensions.Options;

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>Rules across the settings of a stream provider.</summary>
internal sealed class KafkaStreamOptionsValidator(string provider) : IValidateOptions<KafkaStreamOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaStreamOptions options)
    {
        if (name != provider)
            return ValidateOptionsResult.Skip;
        string[] failures = [.. KafkaOptionsValidator.Failures(options, $"Stream provider '{provider}': ")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
