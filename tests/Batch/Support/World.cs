using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.Grains.Batch.Runs;

namespace OrleansLambda.Batch.Tests.Support;

/// <summary>What outlives a process: the disk, the clock, the datasets and the folder of rejects.</summary>
internal sealed class World : IDisposable
{
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["Batch:TimeZone"] = "Europe/Berlin",
        ["Batch:Retry:FirstDelay"] = "00:00:00",
        ["Batch:Retry:Attempts"] = "4",
        ["Batch:RecordsPerRead"] = "7",
    };

    public World(string now = "2024-06-15T12:00:00Z", int partitions = 3)
    {
        Clock = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        Disk = new InMemoryDisk(partitions);
        Ports = new PortSet(Disk, Clock);
        RejectFolder = Path.Combine(Path.GetTempPath(), "batch-tests", Path.GetRandomFileName());
        _settings["Import:RejectDirectory"] = RejectFolder;
    }

    public FakeTimeProvider Clock { get; }

    public InMemoryDisk Disk { get; }

    public FakeCatalog Catalog { get; } = new();

    public string RejectFolder { get; }

    /// <summary>The test's own ports, which no fault strikes.</summary>
    public PortSet Ports { get; }

    public World With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    /// <summary>Everything of the batch layer but its grains, over <paramref name="ports"/>.</summary>
    public ServiceProvider Services(PortSet ports)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
        services.AddLogging();
        AddTo(services, ports);
        return services.BuildServiceProvider();
    }

    /// <summary>The batch layer's run without a grain.</summary>
    public BatchRun Run(PortSet? ports = null) => Services(ports ?? new PortSet(Disk, Clock)).GetRequiredService<BatchRun>();

    public void AddTo(IServiceCollection services, PortSet ports)
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IDatasetCatalog>(Catalog);
        services.AddSingleton<IEventLog>(ports.Log);
        services.AddSingleton<ITripStore>(ports.Trips);
        services.AddSingleton<IDayStore>(ports.Days);
        services.AddSingleton<IWindowStore>(ports.Windows);
        services.AddSingleton<ICheckpointStore>(ports.Checkpoints);
        services.AddBatchLayer();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
    }

    public IEnumerable<KeyValuePair<string, string?>> Settings => _settings;

    /// <summary>Appends a live event now.</summary>
    public Task LiveAsync(string time, decimal? total = null, int partition = 0) =>
        AppendAsync(partition, Json(time, total, null));

    /// <summary>Appends the replay of a trip now.</summary>
    public Task ReplayAsync(string time, decimal? total = null, int partition = 0) =>
        AppendAsync(partition, Json(time, total, "trip"));

    public Task AppendAsync(int partition, string json) =>
        Ports.Log.AppendAsync(partition, [Encoding.UTF8.GetBytes(json)]);

    public async Task<DayState?> DayAsync(string date) => await Ports.Days.ReadAsync(Date(date));

    public async Task<(string Date, long Rides, decimal Total)[]> DaysAsync() =>
        [.. (await Ports.Days.RangeAsync(DateOnly.MinValue, DateOnly.MaxValue, 10_000))
            .Select(static day => (day.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), day.Totals.Rides, day.Totals.TotalAmount))];

    /// <summary>Has a day's row say that there was nothing.</summary>
    public async Task DamageAsync(string date) =>
        await Ports.Days.WriteAsync([(await DayAsync(date))! with { Dataset = default, Stream = default, Run = "damaged" }]);

    /// <summary>The reject file of an import, line by line.</summary>
    public string[] RejectLines(string import)
    {
        var path = Path.Combine(RejectFolder, import + ".ndjson");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    public static DateOnly Date(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (Directory.Exists(RejectFolder))
            Directory.Delete(RejectFolder, recursive: true);
    }

    private static string Json(string time, decimal? total, string? trip)
    {
        var amount = total is { } value ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $",\"total_amount\":{value}") : "";
        var id = trip is null ? "" : $",\"trip_id\":\"{trip}\"";
        return $"{{\"tpep_pickup_datetime\":\"{time}\"{amount}{id}}}";
    }
}
