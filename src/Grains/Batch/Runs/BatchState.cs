namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>
/// How far the batch layer has come: its one document, written at both ends of each run. Which days are due follows from
/// it, whatever ticks were missed.
/// </summary>
internal sealed record BatchState
{
    public const string Key = "batch/state";

    /// <summary>Before the first run.</summary>
    public static readonly BatchState Initial = new();

    /// <summary>The first date that no run has come to: today, as of the last run.</summary>
    public DateOnly? Boundary { get; init; }

    /// <summary>The topic that the offsets belong to.</summary>
    public string? TopicId { get; init; }

    /// <summary>When a run first met that topic in the place of another one; null where there was none before.</summary>
    public DateTimeOffset? TopicSince { get; init; }

    /// <summary>By partition, the offset up to which runs have looked which days got events.</summary>
    public IReadOnlyDictionary<int, long> Scanned { get; init; } = new Dictionary<int, long>();

    /// <summary>Days that got events and were not past yet.</summary>
    public DateSet Pending { get; init; } = DateSet.Empty;

    /// <summary>Days that got replays further ahead of the log's clock than live events may be: the time a day began does not find these.</summary>
    public DateSet AheadDays { get; init; } = DateSet.Empty;

    /// <summary>By partition, the offset of the first such replay.</summary>
    public IReadOnlyDictionary<int, long> AheadFrom { get; init; } = new Dictionary<int, long>();

    /// <summary>The run that claimed the batch view last, as <see cref="DayState.Epoch"/> has it.</summary>
    public long Epoch { get; init; }

    /// <summary>
    /// This state claimed by a run that begins at <paramref name="now"/>. The number is no less than the clock's milliseconds, so that
    /// it rises also where this document was lost and the days were not.
    /// </summary>
    public BatchState Claimed(DateTimeOffset now) => this with { Epoch = Math.Max(Epoch + 1, now.ToUnixTimeMilliseconds()) };

    /// <summary>Where to go on looking in <paramref name="partition"/>.</summary>
    public long NextOffset(int partition) => Scanned.GetValueOrDefault(partition);

    /// <summary>This state for the topic that the log has now: offsets of another one mean nothing.</summary>
    public BatchState ForTopic(string topicId, DateTimeOffset now) =>
        TopicId == topicId
            ? this
            : this with
            {
                TopicId = topicId,
                TopicSince = TopicId is null ? null : now,
                Scanned = new Dictionary<int, long>(),
                AheadDays = DateSet.Empty,
                AheadFrom = new Dictionary<int, long>(),
            };

    /// <summary>With the news of the log up to where they reach; all days that got events are pending now.</summary>
    public BatchState With(IReadOnlyCollection<LogNews> news) => this with
    {
        Scanned = Merge(Scanned, news.Select(static n => KeyValuePair.Create(n.Partition, n.End)), static (_, end) => end),
        Pending = news.Aggregate(Pending, static (days, n) => days.Union(n.Days)),
        AheadDays = news.Aggregate(AheadDays, static (days, n) => days.Union(n.AheadDays)),
        AheadFrom = Merge(
            AheadFrom,
            news.Where(static n => n.AheadFrom is not null).Select(static n => KeyValuePair.Create(n.Partition, n.AheadFrom!.Value)),
            Math.Min),
    };

    /// <summary>The pending days that are past on <paramref name="today"/>.</summary>
    public DateSet Due(DateOnly today) =>
        today == DateOnly.MinValue ? DateSet.Empty : Pending.Within(new DateRange(DateOnly.MinValue, today.AddDays(-1)));

    /// <summary>After all days before <paramref name="today"/> were computed.</summary>
    public BatchState Covering(DateOnly today) => this with
    {
        Boundary = today,
        Pending = Pending.Within(new DateRange(today, DateOnly.MaxValue)),
    };

    private static Dictionary<int, long> Merge(
        IReadOnlyDictionary<int, long> old, IEnumerable<KeyValuePair<int, long>> changes, Func<long, long, long> choose)
    {
        var merged = old.ToDictionary();
        foreach (var (partition, offset) in changes)
            merged[partition] = merged.TryGetValue(partition, out var before) ? choose(before, offset) : offset;
        return merged;
    }
}
