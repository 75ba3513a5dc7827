namespace OrleansLambda.Silo.Hosting;

/// <summary>Which of the parts that there are make up this process.</summary>
/// <param name="Mode">How silos find each other.</param>
/// <param name="Log">What keeps the log.</param>
/// <param name="Store">What keeps everything else.</param>
public sealed record Parts(Mode Mode, LogKind Log, StoreKind Store)
{
    /// <summary>Whether anything outside of the process has to answer before it can work.</summary>
    public bool NeedServers => Mode == Mode.Cluster || Log == LogKind.Kafka || Store == StoreKind.HBase;

    /// <summary>The parts that <paramref name="configuration"/> chooses.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="mode">The mode by its name; null: what the setting <c>Mode</c> says, else embedded.</param>
    /// <exception cref="SettingException">A name is none of those that there are, the parts do not go together, or a setting concerns a part that is not chosen.</exception>
    public static Parts Choose(IConfiguration configuration, string? mode)
    {
        var chosen = mode is null ? Named<Mode>("Mode", configuration["Mode"]) : Named<Mode>("--mode", mode);
        var inCluster = (chosen ?? Mode.Embedded) == Mode.Cluster;
        var parts = new Parts(
            inCluster ? Mode.Cluster : Mode.Embedded,
            Named<LogKind>("Log:Kind", configuration["Log:Kind"]) ?? (inCluster ? LogKind.Kafka : LogKind.DuckDb),
            Named<StoreKind>("Store:Kind", configuration["Store:Kind"]) ?? (inCluster ? StoreKind.HBase : StoreKind.DuckDb));
        if (inCluster && parts.Log == LogKind.DuckDb)
            throw new SettingException("Log:Kind is 'duckdb', which is a file of one process; the silos of a cluster read one log, and kafka is allowed.");
        if (inCluster && parts.Store == StoreKind.DuckDb)
            throw new SettingException("Store:Kind is 'duckdb', which is a file of one process; the silos of a cluster write to one store, and hbase is allowed.");
        if (!inCluster)
            RefuseIdle(configuration, "Cluster", "the mode is embedded, and nobody can join the one silo of that", "--mode cluster");
        if (parts.Log != LogKind.Kafka)
            RefuseIdle(configuration, "Kafka", "the log is duckdb", "--Log:Kind=kafka");
        if (parts.Store != StoreKind.HBase)
        {
            RefuseIdle(configuration, "HBase", "the store is duckdb", "--Store:Kind=hbase");
            RefuseIdle(configuration, "HBaseStorage", "the store is duckdb", "--Store:Kind=hbase");
        }
        if (parts is { Log: not LogKind.DuckDb, Store: not StoreKind.DuckDb })
            RefuseIdle(configuration, "DuckDb", "neither the log nor the store is duckdb", "--Log:Kind=duckdb or --Store:Kind=duckdb where the mode is embedded");
        return parts;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name(Mode)}, log {Name(Log)}, store {Name(Store)}";

    // A setting without effect is a mistake that would be found out late: silos that never meet, events in another log.
    private static void RefuseIdle(IConfiguration configuration, string section, string because, string remedy)
    {
        if (configuration.GetSection(section).GetChildren().FirstOrDefault() is { } idle)
            throw new SettingException($"{section}:{idle.Key} is set, but {because}. Leave it out, or say {remedy}.");
    }

    private static T? Named<T>(string setting, string? value)
        where T : struct, Enum
    {
        if (value is null)
            return null;
        foreach (var known in Enum.GetValues<T>())
            if (string.Equals(Name(known), value, StringComparison.OrdinalIgnoreCase))
                return known;
        throw new SettingException($"{setting} is '{value}'; {string.Join(" or ", Enum.GetValues<T>().Select(Name))} is allowed.");
    }

    private static string Name<T>(T part)
        where T : struct, Enum => part.ToString().ToLowerInvariant();
}
