using System.Globalization;
using System.Text.Json;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Serving;
using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Silo.Cli;

/// <summary><c>status</c>: asks the running system, or, where none runs, looks into its store.</summary>
public static class StatusVerb
{
    private static readonly (string Name, string Path)[] Shown =
        [("ledger", "api/v1/ledger"), ("imports", "api/v1/imports?limit=1"), ("runs", "api/v1/runs?limit=1")];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Prints what there is.</summary>
    public static async Task<int> ExecuteAsync(Settings settings, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = settings.OwnAddress, Timeout = Patience };
        if (await TryGetAsync(http, "health/ready", cancellationToken) is { } ready)
        {
            await PrintRunningAsync(http, ready, settings, cancellationToken);
            return 0;
        }
        if (settings.Parts.Mode == Mode.Cluster)
        {
            Console.WriteLine($"Nothing runs at {settings.Url}. A silo of a cluster is asked at its own address: --urls URL.");
            return 1;
        }
        if (settings.Parts is { Store: StoreKind.DuckDb } or { Log: LogKind.DuckDb } && !File.Exists(settings.DatabasePath))
        {
            Console.WriteLine($"Nothing runs at {settings.Url}, and there is no {settings.DatabasePath} yet.");
            return 0;
        }
        await PrintStoreAsync(settings, cancellationToken);
        return 0;
    }

    private static async Task PrintRunningAsync(HttpClient http, JsonElement ready, Settings settings, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Runs at {settings.Url}");
        Console.WriteLine($"ready       {ready.GetRawText()}");
        foreach (var (name, path) in Shown)
            if (await TryGetAsync(http, path, cancellationToken) is { } answer)
                Console.WriteLine($"{name,-11} {answer.GetRawText()}");
    }

    private static async Task<JsonElement?> TryGetAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(path, cancellationToken);
            return await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null; // Something else listens there.
        }
    }

    private static async Task PrintStoreAsync(Settings settings, CancellationToken cancellationToken)
    {
        using var host = LambdaHost.ForReading(settings);
        await host.StartOrStopAsync(cancellationToken);
        var services = host.Services;
        var log = services.GetRequiredService<IEventLog>();
        var topic = await log.DescribeAsync(cancellationToken);
        Console.WriteLine($"Nothing runs at {settings.Url}; this is what {(settings.Parts.Store == StoreKind.DuckDb ? settings.DatabasePath : "HBase")} holds.");
        var trips = await services.GetRequiredService<ITripStore>().CountAsync(cancellationToken);
        var letters = await services.GetRequiredService<IDeadLetterStore>().CountAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trips         {trips:N0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"dead letters  {letters:N0}"));
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            var range = await log.GetRangeAsync(partition, cancellationToken);
            var commit = await log.GetCommitAsync(partition, cancellationToken);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"partition {partition,-3} {range.End - range.Earliest:N0} records, {commit?.Counted ?? 0:N0} counted, {commit?.DeadLettered ?? 0:N0} dead-lettered, {range.End - (commit?.Offset ?? range.Earliest):N0} to go"));
        }
        await DayTable.PrintAsync(services.GetRequiredService<DayReader>(), cancellationToken);
        await host.StopAsync(cancellationToken);
    }
}
