using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Speed;

/// <summary>The rules across settings.</summary>
public sealed class SpeedLayerOptionsValidator : IValidateOptions<SpeedLayerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SpeedLayerOptions options) =>
        options.MinRetryDelay > options.MaxRetryDelay
            ? ValidateOptionsResult.Fail($"{SpeedLayerOptions.SectionName}:{nameof(options.MinRetryDelay)} is {options.MinRetryDelay:c}; at most {nameof(options.MaxRetryDelay)}, which is {options.MaxRetryDelay:c}, is allowed.")
            : ValidateOptionsResult.Success;
}
