using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>Rules of the settings of a stream provider, each and across.</summary>
internal sealed class KafkaStreamOptionsValidator(string provider) : IValidateOptions<KafkaStreamOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaStreamOptions options)
    {
        if (name != provider)
            return ValidateOptionsResult.Skip;
        var at = $"Stream provider '{provider}': ";
        string[] failures = [.. AnnotationFailures(options).Select(failure => at + failure), .. KafkaOptionsValidator.Failures(options, at)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // The framework's own validator names the type of the settings, and of a provider there may be several.
    private static IEnumerable<string> AnnotationFailures(KafkaStreamOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(static result => $"{string.Join(", ", result.MemberNames)}: {result.ErrorMessage}");
    }
}
