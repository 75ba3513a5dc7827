using System.Xml.Linq;

namespace OrleansLambda.Laws.Layout;

/// <summary>What a project file and its sources say about what the project depends on.</summary>
/// <param name="Name">The project's name, that of its file.</param>
/// <param name="Projects">The names of the projects it references.</param>
/// <param name="Packages">The ids of the packages it references.</param>
/// <param name="Frameworks">The shared frameworks it references besides .NET itself.</param>
/// <param name="Sources">The text of each source file, by its path in the project.</param>
internal sealed record SourceProject(
    string Name,
    IReadOnlyCollection<string> Projects,
    IReadOnlyCollection<string> Packages,
    IReadOnlyCollection<string> Frameworks,
    IReadOnlyDictionary<string, string> Sources)
{
    /// <summary>The folder of the repository that this test was built in.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All projects in the repository's folder src.</summary>
    public static IReadOnlyList<SourceProject> ReadAll() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order().Select(Read)];

    /// <summary>The project that <paramref name="xml"/> describes, without sources.</summary>
    public static SourceProject Parse(string name, string xml)
    {
        var project = XDocument.Parse(xml);
        string[] Included(string element) =>
            [.. project.Descendants().Where(e => e.Name.LocalName == element).Select(e => e.Attribute("Include")?.Value ?? "")];
        return new SourceProject(
            name,
            [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            Included("PackageReference"),
            Included("FrameworkReference"),
            new Dictionary<string, string>());
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.Lambda.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Orleans.Lambda.sln.");
        return folder.FullName;
    }

    private static SourceProject Read(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)) with
        {
            Sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal))
                .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(folder, file))),
        };
    }
}
