using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansLambda.Grains.Speed;

/// <summary>The rules across settings.</summary>
public sealed class SpeedLayerOptionsValidator(IOptions<SiloMessagingOptions> messaging) : IValidateOptions<SpeedLayerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SpeedLayerOptions options)
    {
        if (options.MinRetryDelay > options.MaxRetryDelay)
            return Refuse(nameof(options.MinRetryDelay), options.MinRetryDelay, $"at most {nameof(options.MaxRetryDelay)}, which is {options.MaxRetryDelay:c}");
        if (options.DeliveryBudget >= messaging.Value.ResponseTimeout)
            return Refuse(nameof(options.DeliveryBudget), options.DeliveryBudget, $"less than Orleans' response time-out, which is {messaging.Value.ResponseTimeout:c}");
        return ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Refuse(string setting, TimeSpan value, string allowed) =>
        ValidateOptionsResult.Fail($"{SpeedLayerOptions.SectionName}:{setting} is {value:c}; {allowed}, is allowed.");
}
