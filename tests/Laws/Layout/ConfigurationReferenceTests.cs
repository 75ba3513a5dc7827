using System.Text.RegularExpressions;

namespace OrleansLambda.Laws.Layout;

/// <summary>The reference of the settings names exactly the settings that there are.</summary>
public sealed partial class ConfigurationReferenceTests
{
    [Fact]
    public void Reference_NamesEverySetting_AndNoOther()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(SourceProject.Root, "src"), "*Options.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Select(text => (Section: SectionName().Match(text).Groups[1].Value, Keys: Setting().Matches(text).Select(m => m.Groups[1].Value)))
            .Where(source => source.Section.Length > 0)
            .SelectMany(source => source.Keys.Select(key => $"{source.Section}:{key}"))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var reference = File.ReadAllText(Path.Combine(SourceProject.Root, "docs", "CONFIGURATION.md"));
        var named = Row().Matches(reference).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(sources);
        Assert.Equal(sources, named);
    }

    [GeneratedRegex("SectionName = \"([^\"]+)\"")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"public [\w<>?\[\]., ]+ (\w+) \{ get; set; \}")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\| `(\w+(?::\w+)+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
