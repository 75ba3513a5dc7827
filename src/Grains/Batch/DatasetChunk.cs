namespace OrleansLambda.Grains.Batch;

/// <summary>Consecutive records of a dataset.</summary>
/// <param name="FirstOrdinal">The first record's number, from zero.</param>
/// <param name="NextOrdinal">One more than the last record's number.</param>
/// <param name="Trips">The good records, ordinals rising.</param>
/// <param name="Rejects">The others, ordinals rising.</param>
/// <param name="Done">How much of the dataset has been read, this chunk included, from 0 to 1.</param>
public sealed record DatasetChunk(
    long FirstOrdinal,
    long NextOrdinal,
    IReadOnlyList<Trip> Trips,
    IReadOnlyList<RejectedRecord> Rejects,
    double Done);
