using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Batch;

/// <summary>Checks what a range cannot say.</summary>
internal sealed class BatchOptionsValidator : IValidateOptions<BatchOptions>
{
    public ValidateOptionsResult Validate(string? name, BatchOptions options) =>
        ZonedCalendar.Knows(options.TimeZone)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{BatchOptions.SectionName}:{nameof(BatchOptions.TimeZone)} is '{options.TimeZone}'; the name of a zone of the IANA database, such as 'Europe/Berlin' or 'UTC', is allowed.");
}
