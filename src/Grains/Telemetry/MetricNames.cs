namespace OrleansLambda.Grains.Telemetry;

/// <summary>
/// The metrics' names as Prometheus shows them. Dashboards and alert rules are written against these; the instruments
/// in <see cref="LambdaMetrics"/> are named so that the exporter arrives at them.
/// </summary>
public static class MetricNames
{
    /// <summary>The meter.</summary>
    public const string Meter = "OrleansLambda";

    /// <summary>Requests to the API; labels <c>route</c>, <c>code</c>.</summary>
    public const string ApiRequests = "api_requests_total";

    /// <summary>Records that the speed layer has worked off: counted and dead-lettered ones.</summary>
    public const string EventsProcessed = "events_processed_total";

    /// <summary>Records appended to the log by this process.</summary>
    public const string PublishRecords = "publish_records_total";

    /// <summary>Window rows written for the first time.</summary>
    public const string TumblingWindows = "tumbling_windows_total";

    /// <summary>Events durably counted in windows.</summary>
    public const string TumblingEvents = "tumbling_events_processed_total";

    /// <summary>Records of the current or last import worked off.</summary>
    public const string ImportRows = "kaggleimport_rows_count";

    /// <summary>How long the current or last import has run.</summary>
    public const string ImportDuration = "kaggleimport_duration_seconds";

    /// <summary>Runs of the batch layer; label <c>trigger</c>.</summary>
    public const string Runs = "scheduler_runs_total";

    /// <summary>Days written by the batch layer.</summary>
    public const string RunsWrote = "scheduler_wrote_total";

    /// <summary>How long the last run took.</summary>
    public const string RunDuration = "scheduler_last_duration_seconds";

    /// <summary>Records dead-lettered.</summary>
    public const string DeadLettered = "lambda_dead_lettered_total";

    /// <summary>Events that came again and were recognised as counted.</summary>
    public const string Duplicates = "lambda_duplicate_events_total";

    /// <summary>Window writes that lost the compare-and-set, or whose outcome was unknown.</summary>
    public const string FencedWrites = "lambda_fenced_window_writes_total";

    /// <summary>Records that wait in the log; label <c>partition</c>.</summary>
    public const string Lag = "lambda_partition_lag_records";

    /// <summary>Records of a partition that were read, of all it ever held; label <c>partition</c>.</summary>
    public const string LedgerRead = "lambda_ledger_read_records";

    /// <summary>Records of a partition that are counted; label <c>partition</c>.</summary>
    public const string LedgerCounted = "lambda_ledger_counted_records";

    /// <summary>Records of a partition that are dead-lettered; label <c>partition</c>.</summary>
    public const string LedgerDeadLettered = "lambda_ledger_dead_lettered_records";

    /// <summary>Records of a partition that were read and are not counted yet: what is in memory; label <c>partition</c>.</summary>
    public const string LedgerPending = "lambda_ledger_pending_records";

    /// <summary>Records of a partition that retention removed before they were read; label <c>partition</c>.</summary>
    public const string LedgerMissed = "lambda_ledger_missed_records";

    /// <summary>How long ago it was remembered how far a partition is; label <c>partition</c>.</summary>
    public const string CommitAge = "lambda_partition_commit_age_seconds";

    /// <summary>Partitions that this silo took over.</summary>
    public const string HandOvers = "lambda_partition_hand_overs_total";

    /// <summary>How far the watermark lies behind the present.</summary>
    public const string WatermarkAge = "lambda_watermark_age_seconds";

    /// <summary>Fetches from the Real-time API that failed.</summary>
    public const string IngestFailures = "lambda_ingest_failures_total";
}
