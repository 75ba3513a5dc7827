namespace OrleansLambda.Chaos.Faults;

/// <summary>A sequence of faults that follows from a seed.</summary>
internal static class FaultPlan
{
    private const double ShortestFreeze = 5, LongestFreeze = 30, LongestDown = 6, LongestPause = 4;

    /// <summary>
    /// <paramref name="count"/> faults, of which the first ones have each kind once. About half of them come alone, and
    /// the first kill of a silo always does. Freezes last 5 to 30 seconds, the shorter ones more often.
    /// </summary>
    public static IReadOnlyList<Fault> Of(int seed, int count, int silos)
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<FaultKind>();
        random.Shuffle(kinds);
        var killed = false;
        var plan = new List<Fault>(count);
        for (var i = 0; i < count; i++)
        {
            var kind = i < kinds.Length ? kinds[i] : kinds[random.Next(kinds.Length)];
            var alone = random.Next(2) == 0 || kind == FaultKind.KillSilo && !killed;
            killed |= kind == FaultKind.KillSilo;
            var lasts = random.NextDouble();
            plan.Add(new Fault(
                kind,
                random.Next(silos),
                alone,
                TimeSpan.FromSeconds(random.NextDouble() * LongestPause),
                TimeSpan.FromSeconds(kind == FaultKind.FreezeSilo ? ShortestFreeze + (LongestFreeze - ShortestFreeze) * lasts * lasts : LongestDown * lasts)));
        }
        return plan;
    }
}
