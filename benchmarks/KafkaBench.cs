using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansLambda.Benchmarks;

/// <summary>
/// Reads the same topic with Kafka Streams (10-second event-time counts, exactly once) and with the program (durable,
/// exactly-once windows), in turns, on one broker.
/// </summary>
/// <remarks>
/// Needs what a <see cref="Broker"/> needs, and <c>PEERS_HOME</c>, a folder with a script
/// <c>peers produce|streams BOOTSTRAP TOPIC EVENTS PARTITIONS</c>.
/// </remarks>
public sealed class KafkaBench : IDisposable
{
    private const string Topic = "events";

    private static readonly DateOnly Day = new(2024, 1, 1); // The producer spreads the events over this day.

    private readonly DirectoryInfo _folder;
    private readonly long _events;
    private readonly int _partitions;
    private readonly Broker _broker;
    private readonly List<(string Work, double Seconds, double Processor, long PeakMegabytes)> _results = [];

    private KafkaBench(DirectoryInfo folder, Broker broker, long events, int partitions) =>
        (_folder, _broker, _events, _partitions) = (folder, broker, events, partitions);

    /// <summary>Starts a broker and fills a topic.</summary>
    public static async Task<KafkaBench> PrepareAsync(long events, int partitions)
    {
        var folder = Directory.CreateTempSubdirectory("lambda-kafka-bench-");
        var bench = new KafkaBench(folder, await Broker.StartAsync(Path.Combine(folder.FullName, "broker")), events, partitions);
        Console.Write(await Tool.RunAsync(Tool.Home("PEERS_HOME", "peers"), ["produce", bench._broker.Bootstrap, Topic, .. bench.Size()]));
        return bench;
    }

    /// <summary>Kafka Streams: the time it states itself, from its start to the last event committed.</summary>
    public async Task StreamsAsync()
    {
        var output = await Tool.RunAsync(Tool.Home("PEERS_HOME", "peers"), ["streams", _broker.Bootstrap, Topic, .. Size()]);
        var seconds = double.Parse(output.Split(" committed in ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Report("Kafka Streams, start to last commit", seconds, 0, 0);
    }

    /// <summary>The program: from the start of the process, and from its first count, to the last event durable in its window.</summary>
    public async Task ProgramAsync(int round)
    {
        var url = $"http://localhost:{Ports.Free()}";
        using var program = RunningProgram.Start(
            Path.Combine(_folder.FullName, $"data-{round}"),
            "run", "--urls", url, "--Log:Kind", "kafka", "--Kafka:BootstrapServers", _broker.Bootstrap, "--Kafka:Topic", Topic,
            "--Kafka:ConsumerGroup", $"bench-{round}", "--Sample:Rows", "0", "--Batch:Enabled", "false", "--Batch:TimeZone", "UTC", "--Ingest:Enabled", "false");
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        double? first = null;
        long counted;
        while ((counted = await CountedAsync(http)) < _events)
        {
            program.ThrowIfEnded();
            if (counted > 0)
                first ??= program.Seconds;
            if (program.Seconds > 300)
                throw new TimeoutException($"After five minutes {counted:N0} of {_events:N0} events were counted.");
            await Task.Delay(20);
        }
        var (seconds, processor, peak) = (program.Seconds, program.ProcessorSeconds, program.PeakMegabytes);
        var rides = (await http.GetFromJsonAsync<JsonElement>($"/api/v1/days/{Day:yyyy-MM-dd}")).GetProperty("rides").GetInt64();
        if (rides != _events)
            throw new InvalidOperationException($"{_events:N0} events were sent, and the windows hold {rides:N0}.");
        Report("the program, start of the process to last window durable", seconds, processor, peak);
        Report("the program, first events counted to last window durable", seconds - (first ?? 0), processor, peak);
        await program.StopAsync();
    }

    /// <summary>Prints the medians, and their rates beside that of Kafka Streams.</summary>
    public void Summarize()
    {
        var peer = Median("Kafka Streams, start to last commit");
        Console.WriteLine();
        Console.WriteLine("| work | median s | events/s | x Kafka Streams | processor s | peak MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var work in _results.Select(r => r.Work).Distinct())
        {
            var (seconds, of) = (Median(work), _results.Where(r => r.Work == work).ToList());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {work} | {seconds:N2} | {_events / seconds:N0} | {peer / seconds:N2} | {of.Average(r => r.Processor):N1} | {of.Max(r => r.PeakMegabytes):N0} |"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _broker.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<long> CountedAsync(HttpClient http)
    {
        try
        {
            var ledger = await http.GetFromJsonAsync<JsonElement>("/api/v1/ledger");
            return ledger.GetProperty("partitions").EnumerateArray().Sum(partition => partition.GetProperty("counted").GetInt64());
        }
        catch (HttpRequestException)
        {
            return 0; // It does not listen yet, or has not started.
        }
    }

    private string[] Size() => [_events.ToString(CultureInfo.InvariantCulture), _partitions.ToString(CultureInfo.InvariantCulture)];

    private double Median(string work)
    {
        var sorted = _results.Where(r => r.Work == work).Select(r => r.Seconds).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private void Report(string work, double seconds, double processor, long peakMegabytes)
    {
        _results.Add((work, seconds, processor, peakMegabytes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work}: {seconds:N2} s, {_events / seconds:N0}/s, processor {processor:N1} s, peak {peakMegabytes:N0} MB"));
    }
}
