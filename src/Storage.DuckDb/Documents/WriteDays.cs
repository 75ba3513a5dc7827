using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>Days to write, all or none.</summary>
internal sealed class WriteDays(IReadOnlyList<DayState> days) : WriteRequest<bool>
{
    private const long BytesPerDay = 512;

    /// <inheritdoc/>
    public override long Weight => WeightOf(days.Count);

    /// <summary>What so many days weigh.</summary>
    public static long WeightOf(int days) => days * BytesPerDay;

    /// <inheritdoc/>
    public override void AddTo(Session session)
    {
        foreach (var day in days)
            session.Days.Write(day);
    }
}
