namespace OrleansLambda.Silo.Hosting;

/// <summary>
/// Tells settings on the command line - <c>--Section:Key=value</c>, <c>--Section:Key value</c> or <c>--urls value</c> -
/// from the verbs and their options.
/// </summary>
public static class SettingArguments
{
    /// <summary>Splits <paramref name="args"/>; a setting and its value are joined by an equals sign.</summary>
    public static (IReadOnlyList<string> Words, IReadOnlyList<string> Settings) Split(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
                words.Add(args[i]);
            else if (args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Count)
                settings.Add(args[i]);
            else
                settings.Add($"{args[i]}={args[++i]}");
        }
        return (words, settings);
    }

    private static bool IsSetting(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal))
            return false;
        var name = arg.AsSpan(2);
        var equals = name.IndexOf('=');
        if (equals >= 0)
            name = name[..equals];
        return name.Contains(':') || name.Equals("urls", StringComparison.OrdinalIgnoreCase);
    }
}
