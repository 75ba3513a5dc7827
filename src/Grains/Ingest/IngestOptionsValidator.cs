using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Ingest;

/// <summary>The rules of <see cref="IngestOptions"/> that span several settings, or that an attribute cannot say.</summary>
internal sealed class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        if (options.Url is null)
            return Fail($"Ingest:Url is not set; an http or https address such as http://localhost:8000/ is allowed.");
        if (!options.Url.IsAbsoluteUri || (options.Url.Scheme != Uri.UriSchemeHttp && options.Url.Scheme != Uri.UriSchemeHttps))
            return Fail($"Ingest:Url is {options.Url}; an http or https address such as http://localhost:8000/ is allowed.");
        if (options.AttemptTimeout * options.Attempts > options.Period)
            return Fail($"Ingest:AttemptTimeout is {options.AttemptTimeout:c} and Ingest:Attempts is {options.Attempts}; together they may take at most Ingest:Period, {options.Period:c}.");
        if (options.MaxBackoff < options.Period)
            return Fail($"Ingest:MaxBackoff is {options.MaxBackoff:c}; at least Ingest:Period, {options.Period:c}, is allowed.");
        return ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(FormattableString message) =>
        ValidateOptionsResult.Fail(message.ToString(CultureInfo.InvariantCulture));
}
