namespace OrleansLambda.EndToEnd.Support;

/// <summary>Where things are in this checkout.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built program, of the same configuration as these tests.</summary>
    public static string Program { get; } = Path.Combine(
        Root, "src", "Silo", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "orleans-lambda.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.Lambda.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the checkout.");
        return folder.FullName;
    }
}
