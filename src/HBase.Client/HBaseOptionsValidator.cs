using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client;

/// <summary>The rules of the settings that are more than a range.</summary>
internal sealed class HBaseOptionsValidator : IValidateOptions<HBaseOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HBaseOptions options)
    {
        var failures = new List<string>();
        var servers = Split(options.Servers);
        if (servers.Length == 0 && !string.IsNullOrWhiteSpace(options.Servers)) // One that is empty is missing, and told of as such.
            failures.Add($"{HBaseOptions.SectionName}:{nameof(options.Servers)} is '{options.Servers}', which names no server; what is allowed is host:port, several separated by commas.");
        foreach (var server in servers)
        {
            if (!ServerAddress.TryParse(server, out _))
                failures.Add($"{HBaseOptions.SectionName}:{nameof(options.Servers)} has '{server}'; what is allowed is host:port, several separated by commas.");
        }
        if (options.MaxDelay < options.FirstDelay)
            failures.Add($"{HBaseOptions.SectionName}:{nameof(options.MaxDelay)} is {options.MaxDelay}; it is at least {nameof(options.FirstDelay)}, {options.FirstDelay}.");
        if (options.OperationTimeout < options.CallTimeout)
            failures.Add($"{HBaseOptions.SectionName}:{nameof(options.OperationTimeout)} is {options.OperationTimeout}; it is at least {nameof(options.CallTimeout)}, {options.CallTimeout}.");
        failures.AddRange(TlsFailures(options.Tls));
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    /// <summary>Checks settings that did not come from a host's configuration.</summary>
    /// <exception cref="OptionsValidationException">One is wrong.</exception>
    public static void ThrowIfWrong(HBaseOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var failures = results.Select(result => result.ErrorMessage!).Concat(new HBaseOptionsValidator().Validate(null, options).Failures ?? []).ToArray();
        if (failures.Length > 0)
            throw new OptionsValidationException(HBaseOptions.SectionName, typeof(HBaseOptions), failures);
    }

    private static IEnumerable<string> TlsFailures(HBaseTlsOptions tls)
    {
        if (!tls.Enabled)
        {
            if (tls.CaCertificatePath is not null || tls.ClientCertificatePath is not null || tls.ClientKeyPath is not null)
                yield return $"{HBaseTlsOptions.SectionName} names files, and {nameof(tls.Enabled)} is false; set it to true, or leave them out.";
            yield break;
        }
        if (Failure(() => TlsFiles.ReadTrusted(tls)) is { } trusted)
            yield return trusted;
        if (Failure(() => TlsFiles.ReadOwn(tls)) is { } own)
            yield return own;
    }

    private static string? Failure(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>The servers that a setting names.</summary>
    public static string[] Split(string servers) => servers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
