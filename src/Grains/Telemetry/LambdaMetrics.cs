using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansLambda.Grains.Telemetry;

/// <summary>All of the system's own instruments. One for each process; thread-safe.</summary>
public sealed class LambdaMetrics
{
    private readonly Counter<long> _apiRequests;
    private readonly Counter<long> _eventsProcessed;
    private readonly Counter<long> _publishRecords;
    private readonly Counter<long> _tumblingWindows;
    private readonly Counter<long> _tumblingEvents;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _runsWrote;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _fencedWrites;
    private readonly Counter<long> _ingestFailures;
    private readonly Counter<long> _handOvers;
    private readonly ConcurrentDictionary<int, PartitionProgress> _partitions = new();
    private readonly TimeProvider _time;
    private long _importRows;
    private double _importSeconds;
    private double _runSeconds;
    private long _watermarkTicks;

    /// <summary>Creates the instruments on a meter of <paramref name="meters"/>.</summary>
    public LambdaMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(MetricNames.Meter);
        _apiRequests = Counter(meter, MetricNames.ApiRequests, "Requests to the API.");
        _eventsProcessed = Counter(meter, MetricNames.EventsProcessed, "Records that the speed layer has worked off.");
        _publishRecords = Counter(meter, MetricNames.PublishRecords, "Records appended to the log by this process.");
        _tumblingWindows = Counter(meter, MetricNames.TumblingWindows, "Window rows written for the first time.");
        _tumblingEvents = Counter(meter, MetricNames.TumblingEvents, "Events durably counted in windows.");
        _runs = Counter(meter, MetricNames.Runs, "Runs of the batch layer.");
        _runsWrote = Counter(meter, MetricNames.RunsWrote, "Days written by the batch layer.");
        _deadLettered = Counter(meter, MetricNames.DeadLettered, "Records dead-lettered.");
        _duplicates = Counter(meter, MetricNames.Duplicates, "Events that came again and were recognised as counted.");
        _fencedWrites = Counter(meter, MetricNames.FencedWrites, "Window writes that lost the compare-and-set or whose outcome was unknown.");
        _ingestFailures = Counter(meter, MetricNames.IngestFailures, "Fetches from the Real-time API that failed.");
        _handOvers = Counter(meter, MetricNames.HandOvers, "Partitions that this silo took over.");
        meter.CreateObservableGauge(MetricNames.ImportRows, () => Volatile.Read(ref _importRows), description: "Records of the current or last import worked off.");
        meter.CreateObservableGauge(MetricNames.ImportDuration, () => Volatile.Read(ref _importSeconds), description: "How long the current or last import has run.");
        meter.CreateObservableGauge(MetricNames.RunDuration, () => Volatile.Read(ref _runSeconds), description: "How long the last run of the batch layer took.");
        meter.CreateObservableGauge(MetricNames.WatermarkAge, WatermarkAge, description: "How far the watermark lies behind the present.");
        Ledger(meter, MetricNames.Lag, static p => p.Lag, "Records that wait in the log.");
        Ledger(meter, MetricNames.LedgerRead, static p => p.Read, "Records read, of all the partition ever held.");
        Ledger(meter, MetricNames.LedgerCounted, static p => p.Counted, "Records counted in windows.");
        Ledger(meter, MetricNames.LedgerDeadLettered, static p => p.DeadLettered, "Records dead-lettered.");
        Ledger(meter, MetricNames.LedgerPending, static p => p.Pending, "Records read and not counted yet.");
        Ledger(meter, MetricNames.LedgerMissed, static p => p.Missed, "Records that retention removed before they were read.");
        meter.CreateObservableGauge(MetricNames.CommitAge, CommitAges, description: "How long ago it was remembered how far a partition is.");
    }

    /// <summary>
    /// Lets the counters stand at zero from now on: a rate over a counter that appears with its first event would miss it.
    /// Called once whoever exports the metrics listens.
    /// </summary>
    public void Begin()
    {
        foreach (var counter in (Counter<long>[])[_eventsProcessed, _publishRecords, _tumblingWindows, _tumblingEvents, _runsWrote, _deadLettered, _duplicates, _fencedWrites, _ingestFailures, _handOvers])
            counter.Add(0);
    }

    /// <summary>A request to the API was answered. The route is a template, never a path.</summary>
    public void ApiRequest(string route, int statusCode) =>
        _apiRequests.Add(1, new TagList { { "route", route }, { "code", statusCode } });

    /// <summary>Records were appended to the log.</summary>
    public void Published(long records) => _publishRecords.Add(records);

    /// <summary>Events were durably counted by a write of their window; <paramref name="first"/> when it was the window's first.</summary>
    public void Counted(long events, bool first)
    {
        _eventsProcessed.Add(events);
        _tumblingEvents.Add(events);
        if (first)
            _tumblingWindows.Add(1);
    }

    /// <summary>Records went to the dead letters.</summary>
    public void DeadLettered(long records)
    {
        _eventsProcessed.Add(records);
        _deadLettered.Add(records);
    }

    /// <summary>Events came again.</summary>
    public void Duplicate(long events) => _duplicates.Add(events);

    /// <summary>A window's write was fenced off.</summary>
    public void FencedWrite() => _fencedWrites.Add(1);

    /// <summary>A fetch from the Real-time API failed.</summary>
    public void IngestFailed() => _ingestFailures.Add(1);

    /// <summary>How far an import has come.</summary>
    public void Import(long rows, TimeSpan duration)
    {
        Volatile.Write(ref _importRows, rows);
        Volatile.Write(ref _importSeconds, duration.TotalSeconds);
    }

    /// <summary>A run of the batch layer ended.</summary>
    public void Run(RunTrigger trigger, int daysWritten, TimeSpan duration)
    {
        _runs.Add(1, new KeyValuePair<string, object?>("trigger", trigger.ToString().ToLowerInvariant()));
        _runsWrote.Add(daysWritten);
        Volatile.Write(ref _runSeconds, duration.TotalSeconds);
    }

    /// <summary>A partition's account, from the silo that reads it.</summary>
    public void Progress(PartitionProgress progress) => _partitions[progress.Partition.Partition] = progress;

    /// <summary>This silo reads a partition from now on.</summary>
    public void Acquired() => _handOvers.Add(1);

    /// <summary>A partition is read elsewhere from now on.</summary>
    public void Released(int partition) => _partitions.TryRemove(partition, out _);

    /// <summary>The system's watermark moved.</summary>
    public void Watermark(DateTimeOffset watermark) => Volatile.Write(ref _watermarkTicks, watermark.UtcTicks);

    // The exporter puts _total behind a counter's name itself.
    private static Counter<long> Counter(Meter meter, string name, string description) =>
        meter.CreateCounter<long>(name[..^"_total".Length], description: description);

    private void Ledger(Meter meter, string name, Func<PartitionProgress, long> value, string description) =>
        meter.CreateObservableGauge(
            name,
            () => _partitions.Values.Select(p => new Measurement<long>(value(p), new KeyValuePair<string, object?>("partition", p.Partition.Partition))),
            description: description);

    private IEnumerable<Measurement<double>> CommitAges()
    {
        var now = _time.GetUtcNow();
        foreach (var progress in _partitions.Values)
            if (progress.CommittedAt is { } at)
                yield return new Measurement<double>((now - at).TotalSeconds, new KeyValuePair<string, object?>("partition", progress.Partition.Partition));
    }

    private IEnumerable<Measurement<double>> WatermarkAge()
    {
        var ticks = Volatile.Read(ref _watermarkTicks);
        return ticks == 0 ? [] : [new Measurement<double>((_time.GetUtcNow().UtcTicks - ticks) / (double)TimeSpan.TicksPerSecond)];
    }
}
