using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansLambda.EventLog.Kafka;
using OrleansLambda.Silo.Hosting;
using OrleansLambda.Storage.DuckDb;

namespace OrleansLambda.Chaos;

/// <summary>What the settings may choose, and what is refused.</summary>
public sealed class PartsTests
{
    [Theory]
    [InlineData(null, Mode.Embedded, LogKind.DuckDb, StoreKind.DuckDb)]
    [InlineData("embedded", Mode.Embedded, LogKind.DuckDb, StoreKind.DuckDb)]
    [InlineData("Cluster", Mode.Cluster, LogKind.Kafka, StoreKind.HBase)]
    [InlineData(null, Mode.Cluster, LogKind.Kafka, StoreKind.HBase, "--Mode=cluster")]
    [InlineData("embedded", Mode.Embedded, LogKind.DuckDb, StoreKind.DuckDb, "--Mode=cluster")]
    [InlineData(null, Mode.Embedded, LogKind.Kafka, StoreKind.DuckDb, "--Log:Kind=kafka", "--Kafka:BootstrapServers=a:1")]
    [InlineData(null, Mode.Embedded, LogKind.DuckDb, StoreKind.HBase, "--Store:Kind=hbase", "--DuckDb:Partitions=2")]
    [InlineData("cluster", Mode.Cluster, LogKind.Kafka, StoreKind.HBase, "--Log:Kind=Kafka", "--Store:Kind=HBASE", "--Cluster:Redis=a:1", "--HBase:Servers=a:1", "--HBaseStorage:TablePrefix=a_")]
    public void Settings_ChooseParts(string? mode, Mode expectedMode, LogKind expectedLog, StoreKind expectedStore, params string[] settings) =>
        Assert.Equal(new Parts(expectedMode, expectedLog, expectedStore), Settings.Load("data", mode, settings).Parts);

    [Theory]
    [InlineData("taxi_stream", "taxi_stream_dlq")]
    [InlineData("mine", "", "--Kafka:Topic=mine", "--Kafka:DeadLetterTopic=", "--kafka:properties:debug=topic", "--Batch:Retry:Attempts=3")]
    public void Settings_NameTheTopics(string topic, string letters, params string[] settings)
    {
        using var host = LambdaHost.ForReading(Settings.Load(Path.GetTempPath(), null, ["--Log:Kind=kafka", "--Kafka:BootstrapServers=a:1", .. settings]));
        var options = host.Services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        Assert.Equal((topic, letters), (options.Topic, options.DeadLetterTopic));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("of/mine.duckdb")]
    public async Task Hosts_KeepTheDatabase_WhereTheSettingsSay(string? path)
    {
        var settings = Settings.Load(Path.GetTempPath(), null, path is null ? [] : [$"--DuckDb:Path={path}"]);
        await using var run = LambdaHost.ForRun(settings);
        using var work = LambdaHost.ForWork(settings);
        using var reading = LambdaHost.ForReading(settings);

        Assert.Equal(path is null ? Path.Combine(Path.GetTempPath(), "lambda.duckdb") : Path.GetFullPath(path), settings.DatabasePath);
        foreach (var services in (IServiceProvider[])[run.Services, work.Services, reading.Services])
            Assert.Equal(settings.DatabasePath, services.GetRequiredService<IOptions<DuckDbOptions>>().Value.Path);
    }

    [Theory]
    [InlineData("clusters", "--mode is 'clusters'; embedded or cluster is allowed.")]
    [InlineData(null, "Mode is '1'; embedded or cluster is allowed.", "--Mode=1")]
    [InlineData(null, "Log:Kind is 'redis'; duckdb or kafka is allowed.", "--Log:Kind=redis")]
    [InlineData(null, "Store:Kind is ''; duckdb or hbase is allowed.", "--Store:Kind=")]
    [InlineData(null, "There is no setting 'Log:Kinds'. In Log there are Kind.", "--Log:Kinds=kafka")]
    [InlineData(null, "There is no setting 'Batch:Retry:Delay'. In Batch:Retry there are Attempts, FirstDelay, MaxDelay.", "--Batch:Retry:Delay=1")]
    [InlineData("cluster", "Log:Kind is 'duckdb', which is a file of one process; the silos of a cluster read one log, and kafka is allowed.", "--Log:Kind=duckdb")]
    [InlineData("cluster", "Store:Kind is 'duckdb', which is a file of one process; the silos of a cluster write to one store, and hbase is allowed.", "--Store:Kind=duckdb")]
    [InlineData(null, "HBase:Servers is set, but the store is duckdb. Leave it out, or say --Store:Kind=hbase.", "--HBase:Servers=a:1")]
    [InlineData(null, "HBaseStorage:TablePrefix is set, but the store is duckdb. Leave it out, or say --Store:Kind=hbase.", "--HBaseStorage:TablePrefix=a")]
    [InlineData("cluster", "DuckDb:Partitions is set, but neither the log nor the store is duckdb. Leave it out, or say --Log:Kind=duckdb or --Store:Kind=duckdb where the mode is embedded.", "--DuckDb:Partitions=2")]
    [InlineData(null, "Cluster:Redis is set, but the mode is embedded, and nobody can join the one silo of that. Leave it out, or say --mode cluster.", "--Cluster:Redis=a:1")]
    [InlineData(null, "Kafka:Topic is set, but the log is duckdb. Leave it out, or say --Log:Kind=kafka.", "--Kafka:Topic=t")]
    public void Settings_AreRefusedWithASentence_WhereTheyMakeNoSense(string? mode, string sentence, params string[] settings) =>
        Assert.Equal(sentence, Assert.Throws<SettingException>(() => Settings.Load("data", mode, settings)).Message);

    [Fact]
    public void Host_IsRefusedWithASentence_WhereNobodySaysWhereHBaseIs() =>
        Assert.StartsWith("HBase:Servers is not set", Assert.Throws<SettingException>(() => LambdaHost.ForReading(Settings.Load(Path.GetTempPath(), null, ["--Store:Kind=hbase"]))).Message, StringComparison.Ordinal);
}
