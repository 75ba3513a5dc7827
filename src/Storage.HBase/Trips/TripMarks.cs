using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>
/// For each date of pickups, the highest ordinal of trips that was ever begun to be written: a trip above its date's mark is
/// not in the store, and need not be looked for. Marks only rise, each by a compare-and-set, and before the trips are written.
/// </summary>
/// <remarks>
/// A mark known here may lie below the stored one, when another process has raised that. Then raising it fails, and it is read
/// again; and trips at or below a mark that is too low are looked for all the same. Not for several threads.
/// </remarks>
internal sealed class TripMarks(HBaseTable state)
{
    private const int MostKnown = 100_000;

    private readonly Dictionary<DateOnly, long?> _known = []; // Null: the date has none.

    /// <summary>
    /// Raises the marks of dates to at least the ordinals given, durably.
    /// </summary>
    /// <returns>Each date's mark as it was before; null where there was none.</returns>
    /// <exception cref="HBaseException">Marks could not be read or raised; some may have been.</exception>
    public async Task<IReadOnlyDictionary<DateOnly, long?>> RaiseAsync(IReadOnlyDictionary<DateOnly, long> ordinals, CancellationToken cancellationToken)
    {
        if (_known.Count > MostKnown)
            _known.Clear();
        var before = new Dictionary<DateOnly, long?>();
        while (true)
        {
            await LearnAsync([.. ordinals.Keys.Where(date => !_known.ContainsKey(date))], cancellationToken);
            foreach (var date in ordinals.Keys)
                if (!before.ContainsKey(date) && _known[date] >= ordinals[date])
                    before[date] = _known[date];
            var low = ordinals.Keys.Where(date => !before.ContainsKey(date)).ToArray();
            if (low.Length == 0)
                return before;
            await RaiseAsync(low, ordinals, before, cancellationToken);
        }
    }

    private async Task LearnAsync(DateOnly[] dates, CancellationToken cancellationToken)
    {
        if (dates.Length == 0)
            return;
        var rows = await state.GetAsync(dates.Select(static date => new Get(StateKey.OfMark(date)).Column(Columns.State, Columns.Data)), cancellationToken);
        for (var i = 0; i < dates.Length; i++)
            _known[dates[i]] = rows[i] is { } row ? KeyText.ReadNumber(row[0].Value.Span) : null;
    }

    private async Task RaiseAsync(
        DateOnly[] dates, IReadOnlyDictionary<DateOnly, long> ordinals, Dictionary<DateOnly, long?> before, CancellationToken cancellationToken)
    {
        var results = await state.CheckAndMutateAsync(dates.Select(date => Change(date, _known[date], ordinals[date])), cancellationToken);
        for (var i = 0; i < dates.Length; i++)
        {
            var known = _known[dates[i]];
            _known.Remove(dates[i]); // Where it was not raised, or whether is not known, it is read again.
            if (results[i].Failure is not null and not HBaseOutcomeUnknownException)
                throw results[i].Failure!;
            if (!results[i].Applied)
                continue;
            before[dates[i]] = known;
            _known[dates[i]] = ordinals[dates[i]];
        }
    }

    private static ConditionalMutation Change(DateOnly date, long? from, long to)
    {
        var row = StateKey.OfMark(date);
        return new ConditionalMutation(
            from is { } mark ? RowCondition.ValueEquals(row, Columns.State, Columns.Data, KeyText.Number(mark)) : RowCondition.Absent(row, Columns.State, Columns.Data),
            new Put(row).Add(Columns.State, Columns.Data, KeyText.Number(to)));
    }
}
