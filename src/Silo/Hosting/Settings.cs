using Microsoft.AspNetCore.Http;
namespace OrleansLambda.Silo.Hosting;

/// <summary>
/// What the program was told, from weak to strong: <c>appsettings.json</c> beside the program, then in the data folder;
/// the environment (<c>Lambda__Section__Key</c>); the command line.
/// </summary>
/// <param name="DataDirectory">The full path of the data folder.</param>
/// <param name="Parts">What the process is made of.</param>
/// <param name="Configuration">All settings.</param>
public sealed record Settings(string DataDirectory, Parts Parts, IConfigurationRoot Configuration)
{
    /// <summary>Where the API listens when nothing else is said.</summary>
    public const string DefaultUrl = "http://localhost:8000";

    /// <summary>Where the API listens: loopback, unless told otherwise.</summary>
    public string Url => Configuration["urls"] ?? DefaultUrl;

    /// <summary>The file of what DuckDB keeps: in the data folder, unless told otherwise.</summary>
    public string DatabasePath =>
        Path.GetFullPath(Configuration["DuckDb:Path"] is { Length: > 0 } path ? path : Path.Combine(DataDirectory, "lambda.duckdb"));

    /// <summary>Where this process reaches its own API, also when that listens on every address.</summary>
    public Uri OwnAddress
    {
        get
        {
            var first = BindingAddress.Parse(Url.Split(';')[0]);
            var host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : first.Host;
            return new UriBuilder(first.Scheme, host, first.Port, first.PathBase + "/").Uri;
        }
    }

    /// <summary>Reads all sources.</summary>
    /// <param name="dataDirectory">The data folder.</param>
    /// <param name="mode">The mode by its name; null: what the setting <c>Mode</c> says, else embedded.</param>
    /// <param name="commandLine">The settings among the arguments.</param>
    /// <exception cref="SettingException">There is no such setting, parts do not go together, or a file is not JSON.</exception>
    public static Settings Load(string dataDirectory, string? mode, IReadOnlyList<string> commandLine)
    {
        var data = Path.GetFullPath(dataDirectory);
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(data, "appsettings.json"), optional: true)
                .AddEnvironmentVariables("Lambda__")
                .AddCommandLine([.. commandLine])
                .Build();
            KnownSettings.Check(configuration);
            return new Settings(data, Parts.Choose(configuration, mode), configuration);
        }
        catch (InvalidDataException e)
        {
            throw new SettingException(e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}", e);
        }
    }
}
