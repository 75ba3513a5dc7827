namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>An import's document: all that a process that has never heard of it needs to go on.</summary>
internal sealed record ImportState
{
    public const string Prefix = "import/";

    public required string Id { get; init; }

    public required string Location { get; init; }

    public required WorkState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The record to go on with: all before it are stored or stand in the reject file.</summary>
    public long NextOrdinal { get; init; }

    public long Rejected { get; init; }

    /// <summary>How long the reject file is with exactly those rejects.</summary>
    public long RejectBytes { get; init; }

    public long Added { get; init; }

    /// <summary>
    /// How many trips the store held when <see cref="Added"/> was right; null while the import is not under way, unless it ended
    /// without knowing what it had added. One import at a time adds trips, so the difference is what it added without
    /// having said so, until the next one begins and settles it.
    /// </summary>
    public long? StoreCount { get; init; }

    public double Done { get; init; }

    /// <summary>The dates of all trips that may have been added: written before the trips are, so that none is forgotten.</summary>
    public DateSet Dates { get; init; } = DateSet.Empty;

    /// <summary>The batch view holds what the import added. Only ever true of an import that has ended.</summary>
    public bool Aggregated { get; init; }

    public string? Error { get; init; }

    /// <summary>The document's key.</summary>
    public static string Key(string id) => Prefix + id;

    /// <summary>A new import, or this one asked for again.</summary>
    public ImportState Started(string location) =>
        this with { Location = location, State = WorkState.Running, EndedAt = null, Error = null, Aggregated = false };

    /// <summary>All over, from the first record; what was added before stays added.</summary>
    public ImportState FromFirstRecord() => this with { NextOrdinal = 0, Rejected = 0, RejectBytes = 0, Done = 0 };

    /// <summary>Under way, the store holding <paramref name="storeCount"/> trips.</summary>
    public ImportState UnderWay(long storeCount) =>
        this with { Added = Added + Math.Max(0, storeCount - (StoreCount ?? storeCount)), StoreCount = storeCount };

    /// <summary>Not under way, the store holding <paramref name="storeCount"/> trips, the last of which it added itself.</summary>
    public ImportState Settled(long storeCount) => UnderWay(storeCount) with { StoreCount = null };

    /// <summary>About to add trips of <paramref name="dates"/>.</summary>
    public ImportState Touching(DateSet dates) => this with { Dates = Dates.Union(dates) };

    /// <summary>Past <paramref name="chunk"/>, of which <paramref name="added"/> trips were new.</summary>
    public ImportState Past(DatasetChunk chunk, long added, long rejectBytes) => this with
    {
        NextOrdinal = chunk.NextOrdinal,
        Added = Added + added,
        StoreCount = StoreCount + added,
        Rejected = Rejected + chunk.Rejects.Count,
        RejectBytes = rejectBytes,
        Done = chunk.Done,
    };

    /// <summary>Done. Without a trip added there is nothing for the batch view.</summary>
    public ImportState Completed(DateTimeOffset now) =>
        this with { State = WorkState.Completed, EndedAt = now, Done = 1, StoreCount = null, Aggregated = Added == 0 };

    /// <summary>Given up. <paramref name="uncertain"/>: trips may have been added that are not in <see cref="Added"/>.</summary>
    public ImportState Failed(DateTimeOffset now, string error, bool uncertain) => this with
    {
        State = WorkState.Failed,
        EndedAt = now,
        Error = error,
        StoreCount = uncertain ? StoreCount : null,
        Aggregated = Added == 0 && !uncertain,
    };

    /// <summary>What callers see of an import that is not under way.</summary>
    public ImportStatus ToStatus(string rejectFile) => new()
    {
        Id = Id,
        Location = Location,
        State = State,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Records = NextOrdinal,
        Added = Added,
        Rejected = Rejected,
        Done = Done,
        RejectFile = Rejected > 0 ? rejectFile : null,
        Error = Error,
    };
}
