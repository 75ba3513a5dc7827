using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using OrleansLambda.Grains.Sample;

namespace OrleansLambda.Benchmarks;

/// <summary>
/// A steady stream through a broker: how long after an event was handed to the producer its window, asked for by HTTP,
/// counts it; and how much memory the program takes meanwhile. Where there are trips, the program keeps everything in HBase, and
/// imports them first: events are timed while it does, and for the asked time afterwards.
/// </summary>
/// <remarks>
/// Each partition's events lie in windows of its own, as each partition's clock is another 20 seconds ahead: a partition is
/// read in order, so once such a window counts N events, it counts the first N that were sent. A window is asked for
/// again five milliseconds after an answer; what that takes is part of the figures.
/// </remarks>
public sealed class LatencyBench : IDisposable
{
    private const int Partitions = 4;
    private const string Topic = "steady";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Mark>[] _sent = [.. Enumerable.Range(0, Partitions).Select(static _ => new ConcurrentQueue<Mark>())];
    private readonly List<double> _beside = [];
    private readonly List<double> _alone = [];
    private readonly List<long> _megabytes = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Runs for <paramref name="seconds"/>, an import's time not counted, and prints what came out.</summary>
    /// <param name="eventsPerSecond">How many events a second are sent.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="trips">How many trips are imported into HBase; 0: there is no HBase.</param>
    public static async Task RunAsync(int eventsPerSecond, int seconds, int trips)
    {
        var folder = Directory.CreateTempSubdirectory("lambda-latency-");
        using (var hbase = trips > 0 ? await HBaseCluster.StartAsync(Path.Combine(folder.FullName, "hbase")) : null)
        using (var broker = await Broker.StartAsync(Path.Combine(folder.FullName, "broker")))
        {
            var url = $"http://localhost:{Ports.Free()}";
            using var program = RunningProgram.Start(
                Path.Combine(folder.FullName, "data"),
                [
                    "run", "--urls", url, "--Log:Kind", "kafka", "--Kafka:BootstrapServers", broker.Bootstrap, "--Kafka:Topic", Topic,
                    "--Kafka:Partitions", $"{Partitions}", "--Sample:Rows", "0", "--Batch:Enabled", "false", "--Ingest:Enabled", "false",
                    .. await StoreAsync(hbase, folder, trips),
                ]);
            using var bench = new LatencyBench();
            await ReadyAsync(new Uri(url), program);
            var importing = trips > 0 ? ImportedAsync(new Uri(url)) : Task.FromResult(0d);
            var asking = Enumerable.Range(0, Partitions).Select(partition => bench.AskAsync(new Uri(url), partition)).ToArray();
            await bench.SendAsync(broker.Bootstrap, eventsPerSecond, TimeSpan.FromSeconds(seconds), importing, program);
            await Task.WhenAll(asking).WaitAsync(Patience);
            var took = await importing;
            if (trips > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trips:N0} trips imported in {took:N1} s, {trips / took:N0}/s"));
            Summarize(string.Create(CultureInfo.InvariantCulture, $"{eventsPerSecond:N0} events/s beside the import"), bench._beside);
            Summarize(string.Create(CultureInfo.InvariantCulture, $"{eventsPerSecond:N0} events/s for {seconds} s"), bench._alone);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"processor {program.ProcessorSeconds:N1} s; resident MB each 10 s: {string.Join(' ', bench._megabytes)}; peak {program.PeakMegabytes} MB"));
            await program.StopAsync();
        }
        folder.Delete(recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private static async Task<string[]> StoreAsync(HBaseCluster? hbase, DirectoryInfo folder, int trips)
    {
        if (hbase is null)
            return [];
        var csv = Path.Combine(folder.FullName, "trips.csv");
        await SampleCsv.WriteFileAsync(csv, new SampleOptions { Rows = trips });
        return ["--Store:Kind", "hbase", "--HBase:Servers", hbase.Master, "--Dataset:Path", csv];
    }

    private async Task SendAsync(string bootstrap, int eventsPerSecond, TimeSpan length, Task<double> importing, RunningProgram program)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, Acks = Acks.All, EnableIdempotence = true, LingerMs = 2 }).Build();
        using var ticks = new PeriodicTimer(Tick);
        var perTick = (int)(eventsPerSecond * Tick.TotalSeconds / Partitions);
        var counts = new (DateTimeOffset Window, long Count)[Partitions];
        var start = TimeProvider.System.GetTimestamp();
        var alone = start; // Since when there has been no import.
        for (var tick = 0L; TimeProvider.System.GetElapsedTime(alone) < length; tick++)
        {
            await ticks.WaitForNextTickAsync();
            program.ThrowIfEnded();
            if (!importing.IsCompletedSuccessfully)
                alone = TimeProvider.System.GetTimestamp();
            if (importing.IsFaulted)
                await importing;
            var times = TimeProvider.System.GetElapsedTime(start) <= WarmUp ? null : importing.IsCompleted ? _alone : _beside;
            var now = TimeProvider.System.GetUtcNow();
            for (var partition = 0; partition < Partitions; partition++)
            {
                var time = now + (Ahead * partition);
                var window = new DateTimeOffset(time.Ticks - (time.Ticks % Window.Ticks), TimeSpan.Zero);
                if (counts[partition].Window != window)
                    counts[partition] = (window, 0);
                var value = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"tpep_pickup_datetime\":\"{time:yyyy-MM-dd HH:mm:ss}\"}}"));
                for (var i = 0; i < perTick; i++)
                    producer.Produce(new TopicPartition(Topic, partition), new Message<Null, byte[]> { Value = value });
                counts[partition].Count += perTick;
                _sent[partition].Enqueue(new Mark(window, counts[partition].Count, TimeProvider.System.GetTimestamp(), times));
            }
            if (tick % (10_000 / (int)Tick.TotalMilliseconds) == 0)
                _megabytes.Add(program.Megabytes);
        }
        producer.Flush(Patience);
        await _stopping.CancelAsync();
    }

    private static async Task ReadyAsync(Uri url, RunningProgram program)
    {
        using var http = new HttpClient { BaseAddress = url };
        while (!await IsReadyAsync(http))
        {
            program.ThrowIfEnded();
            if (program.Seconds > Patience.TotalSeconds)
                throw new TimeoutException($"The program was not ready after {Patience}.");
            await Task.Delay(Tick);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Until every mark of the partition is counted.
    private async Task AskAsync(Uri url, int partition)
    {
        using var http = new HttpClient { BaseAddress = url };
        while (!_stopping.IsCancellationRequested || !_sent[partition].IsEmpty)
        {
            if (!_sent[partition].TryPeek(out var mark) || await CountAsync(http, mark.Window) is not { } count)
            {
                await Task.Delay(1);
                continue;
            }
            var now = TimeProvider.System.GetTimestamp();
            await Task.Delay(5);
            while (_sent[partition].TryPeek(out var next) && next.Window == mark.Window && next.Count <= count)
            {
                _sent[partition].TryDequeue(out _);
                if (next.Times is { } times)
                    lock (times)
                        times.Add(TimeProvider.System.GetElapsedTime(next.SentAt, now).TotalMilliseconds);
            }
        }
    }

    private static async Task<long?> CountAsync(HttpClient http, DateTimeOffset window)
    {
        try
        {
            using var answer = await http.GetAsync($"/api/v1/windows/{window.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
            return answer.IsSuccessStatusCode ? (await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync())).GetProperty("count").GetInt64() : null;
        }
        catch (HttpRequestException)
        {
            return null; // It does not listen yet.
        }
    }

    // How many seconds the import that the program began with took.
    private static async Task<double> ImportedAsync(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        while (true)
        {
            await Task.Delay(100);
            var page = await JsonSerializer.DeserializeAsync<JsonElement>(await http.GetStreamAsync("/api/v1/imports"));
            foreach (var import in page.GetProperty("imports").EnumerateArray())
            {
                var state = import.GetProperty("state").GetString();
                if (state == "completed")
                    return (import.GetProperty("ended_at").GetDateTimeOffset() - import.GetProperty("started_at").GetDateTimeOffset()).TotalSeconds;
                if (state != "running")
                    throw new InvalidOperationException($"The import is {state}: {import}");
            }
        }
    }

    private static void Summarize(string what, List<double> milliseconds)
    {
        if (milliseconds.Count == 0)
            return;
        var sorted = milliseconds.Order().ToArray();
        double At(double share) => sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, {sorted.Length:N0} marks; event to queryable: p50 {At(0.5):N0} ms, p90 {At(0.9):N0} ms, p99 {At(0.99):N0} ms, p99.9 {At(0.999):N0} ms, longest {sorted[^1]:N0} ms"));
    }

    private sealed record Mark(DateTimeOffset Window, long Count, long SentAt, List<double>? Times);
}
