using OrleansLambda.Api;
using OrleansLambda.EventLog.Kafka;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Batch.Datasets;
using OrleansLambda.Grains.Batch.Imports;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Ingest;
using OrleansLambda.Grains.Ingest.Replay;
using OrleansLambda.Grains.Sample;
using OrleansLambda.Grains.Speed;
using OrleansLambda.HBase.Client;
using OrleansLambda.Silo.Hosting.Clustering;
using OrleansLambda.Silo.Hosting.Starting;
using OrleansLambda.Storage.DuckDb;
using OrleansLambda.Storage.HBase;
using OrleansLambda.Streaming;

namespace OrleansLambda.Silo.Hosting;

/// <summary>Every setting that has an effect. One that is misspelt would otherwise be passed over, and found out late.</summary>
internal static class KnownSettings
{
    // Sections of ASP.NET Core, whose keys are its own.
    private static readonly string[] Foreign = ["AllowedHosts", "Logging"];
    private static readonly string[] Single = ["Mode", "urls"];

    private static readonly Dictionary<string, Type> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        [ApiOptions.SectionName] = typeof(ApiOptions),
        [BatchOptions.SectionName] = typeof(BatchOptions),
        [StoreRetryOptions.SectionName] = typeof(StoreRetryOptions),
        [SiloClusterOptions.SectionName] = typeof(SiloClusterOptions),
        [DatasetOptions.SectionName] = typeof(DatasetOptions),
        [DownloadOptions.SectionName] = typeof(DownloadOptions),
        [DuckDbOptions.SectionName] = typeof(DuckDbOptions),
        [EventOptions.SectionName] = typeof(EventOptions),
        [HBaseOptions.SectionName] = typeof(HBaseOptions),
        [HBaseTlsOptions.SectionName] = typeof(HBaseTlsOptions),
        [HBaseStorageOptions.SectionName] = typeof(HBaseStorageOptions),
        [ImportOptions.SectionName] = typeof(ImportOptions),
        [IngestOptions.SectionName] = typeof(IngestOptions),
        [KafkaOptions.SectionName] = typeof(KafkaOptions),
        [LogOptions.SectionName] = typeof(LogOptions),
        [ReplayOptions.SectionName] = typeof(ReplayOptions),
        [SampleOptions.SectionName] = typeof(SampleOptions),
        [SpeedLayerOptions.SectionName] = typeof(SpeedLayerOptions),
        [StartOptions.SectionName] = typeof(StartOptions),
        [StoreOptions.SectionName] = typeof(StoreOptions),
        [EventLogStreamOptions.SectionName] = typeof(EventLogStreamOptions),
    };

    /// <summary>Refuses a setting that does not exist.</summary>
    /// <exception cref="SettingException">It names the setting, and those that there are in its section.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (IsAnyOf(section.Key, Foreign) || IsAnyOf(section.Key, Single))
                continue;
            if (!Sections.TryGetValue(section.Key, out var options))
                throw Unknown(section.Key, "The sections are", Sections.Keys.Where(static name => !name.Contains(':')).Concat(Foreign).Concat(Single));
            Check(section, options);
        }
    }

    private static void Check(IConfigurationSection section, Type options)
    {
        foreach (var setting in section.GetChildren())
        {
            if (Sections.TryGetValue(setting.Path, out var inner))
                Check(setting, inner);
            else if (!options.GetProperties().Any(property => IsAnyOf(setting.Key, property.Name)))
                throw Unknown(setting.Path, $"In {section.Path} there are", options.GetProperties().Select(static property => property.Name));
        }
    }

    private static bool IsAnyOf(string name, params string[] names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static SettingException Unknown(string setting, string there, IEnumerable<string> names) =>
        new($"There is no setting '{setting}'. {there} {string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase))}.");
}
