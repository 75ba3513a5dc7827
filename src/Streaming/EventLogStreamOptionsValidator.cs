using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Streaming;

/// <summary>Checks the settings of one provider when the silo starts, and says what is allowed.</summary>
internal sealed class EventLogStreamOptionsValidator(IOptionsMonitor<EventLogStreamOptions> monitor, string provider) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var options = monitor.Get(provider);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        if (options.MinRetryDelay > options.MaxRetryDelay)
            results.Add(new ValidationResult($"{nameof(options.MinRetryDelay)} is {options.MinRetryDelay:c}; at most {nameof(options.MaxRetryDelay)}, which is {options.MaxRetryDelay:c}, is allowed."));
        if (results.Count > 0)
            throw new OrleansConfigurationException($"The settings of stream provider '{provider}' are wrong ({EventLogStreamOptions.SectionName}): {string.Join(" ", results.Select(static result => result.ErrorMessage))}");
    }
}
