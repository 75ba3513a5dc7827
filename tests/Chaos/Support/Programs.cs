namespace OrleansLambda.Chaos.Support;

/// <summary>Programs on the path.</summary>
internal static class Programs
{
    /// <summary>Where <paramref name="name"/> is, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
