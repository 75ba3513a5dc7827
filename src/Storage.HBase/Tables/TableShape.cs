using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase.Tables;

/// <summary>What a table is to be like.</summary>
/// <param name="Name">Its name, without a prefix.</param>
/// <param name="Families">Its families.</param>
/// <param name="Splits">Where its regions begin but for the first; none for a table of one region, which is never split.</param>
internal sealed record TableShape(string Name, string[] Families, ReadOnlyMemory<byte>[] Splits)
{
    /// <summary>The attribute of a table that says whether its regions are split.</summary>
    public const string SplitPolicy = "SPLIT_POLICY";

    private const string Never = "org.apache.hadoop.hbase.regionserver.DisabledRegionSplitPolicy";

    /// <summary>The trips.</summary>
    public static readonly TableShape Trips = new("taxi_raw", ["raw"], [.. TripKey.Splits]);

    /// <summary>The windows.</summary>
    public static readonly TableShape Windows = new("taxi_realtime_tumbling", ["rt", "open"], [.. WindowKey.Splits]);

    /// <summary>The days: one region, so that several are written as one step.</summary>
    public static readonly TableShape Days = new("taxi_agg", ["agg"], []);

    /// <summary>Documents, dead letters and marks.</summary>
    public static readonly TableShape State = new("taxi_state", ["state"], []);

    /// <summary>All of them.</summary>
    public static readonly TableShape[] All = [Trips, Windows, Days, State];

    /// <summary>What HBase is told.</summary>
    /// <param name="prefix">What the name begins with.</param>
    public TableDescription Describe(string prefix)
    {
        var table = new TableDescription(
            prefix + Name,
            Families.Select(static family => new FamilyDescription(family) { MaxVersions = 1, BloomFilter = "ROW", BlockEncoding = "FAST_DIFF" }));
        if (this == Days)
            table.Attributes[SplitPolicy] = Never;
        return table;
    }

    /// <summary>In what a table differs from this, in a clause each.</summary>
    public IEnumerable<string> Differences(TableDescription found)
    {
        var wanted = Describe("");
        foreach (var attribute in wanted.Attributes)
            if (found.Attributes.TryGetValue(attribute.Key, out var value) ? value != attribute.Value : true)
                yield return $"{attribute.Key} is {value ?? "not set"} and not {attribute.Value}";
        foreach (var family in wanted.Families)
        {
            var other = found.Families.FirstOrDefault(f => f.Name == family.Name);
            foreach (var attribute in family.Attributes)
                if (other is not null && other.Attributes.TryGetValue(attribute.Key, out var value) && value != attribute.Value)
                    yield return $"{attribute.Key} of family {family.Name} is {value} and not {attribute.Value}";
        }
    }

    /// <summary>Which of its families a table lacks.</summary>
    public IEnumerable<string> Missing(TableDescription found) => Families.Except(found.Families.Select(static family => family.Name));
}
