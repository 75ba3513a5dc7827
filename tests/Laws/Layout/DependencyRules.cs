using System.Text.RegularExpressions;

namespace OrleansLambda.Laws.Layout;

/// <summary>Dependencies point inward: callers' contracts, then decisions, then adapters, then what puts them together.</summary>
internal static partial class DependencyRules
{
    private static readonly string[] Core = ["Grains", "Grains.Abstractions", "Streaming.Abstractions"];
    private static readonly string[] Outside = ["Kafka", "HBase", "DuckDB", "AspNetCore"];

    [GeneratedRegex(@"\bOrleansLambda\.(Streaming(?!\.Abstractions)|EventLog|Storage|HBase)\b")]
    private static partial Regex NameOfAnAdapter { get; }

    /// <summary>What is wrong with a project's dependencies, a sentence each.</summary>
    public static IEnumerable<string> Violations(SourceProject project)
    {
        var (projects, packages) = Allowed(project.Name);
        if (projects is null)
            return [$"{project.Name} is a project without a rule: say in {nameof(DependencyRules)} what it may reference."];
        return
        [
            .. project.Projects.Where(reference => !projects(reference)).Select(reference => $"{project.Name} references {reference}, which lies outside of it."),
            .. project.Packages.Concat(project.Frameworks).Where(id => !packages(id)).Select(id => $"{project.Name} references {id}, which is none of its concern."),
            .. project.Name == "Api" ? SourcesThatNameAdapters(project) : [],
        ];
    }

    private static (Predicate<string>? Projects, Predicate<string> Packages) Allowed(string name) => name switch
    {
        "Streaming.Abstractions" => (_ => false, id => id is "Microsoft.Orleans.Sdk" or "Microsoft.Orleans.Streaming"),
        "Grains.Abstractions" => (id => id == "Streaming.Abstractions", id => id == "Microsoft.Orleans.Sdk"),
        "Grains" => (Core.Contains, IsNotOutside),
        "Streaming" => (id => id == "Streaming.Abstractions", IsNotOutside),
        "EventLog.Kafka" => (id => id is "Streaming.Abstractions" or "Streaming", _ => true), // A package of its own, without a word of taxis.
        "HBase.Client" => (_ => false, id => !id.Contains("Orleans", StringComparison.OrdinalIgnoreCase)),
        "Storage.HBase" => (id => Core.Contains(id) || id == "HBase.Client", _ => true),
        "Api" => (id => Core.Contains(id) || IsAdapter(id), _ => true),
        "Silo" => (_ => true, _ => true),
        _ when IsAdapter(name) => (Core.Contains, _ => true),
        _ => (null, _ => false),
    };

    private static bool IsAdapter(string name) =>
        name is "Streaming" or "HBase.Client" || name.StartsWith("EventLog.", StringComparison.Ordinal) || name.StartsWith("Storage.", StringComparison.Ordinal);

    private static bool IsNotOutside(string id) => !Outside.Any(word => id.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> SourcesThatNameAdapters(SourceProject project) =>
        from source in project.Sources
        where source.Key != "Program.cs" && NameOfAnAdapter.IsMatch(source.Value)
        select $"{project.Name}/{source.Key} names {NameOfAnAdapter.Match(source.Value).Value}; only Program.cs may know adapters.";
}
