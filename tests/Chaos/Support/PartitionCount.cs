using System.Text.Json;

namespace OrleansLambda.Chaos.Support;

/// <summary>What the ledger says of one partition.</summary>
internal readonly record struct PartitionCount(long Read, long Counted, long DeadLettered, long Pending)
{
    /// <summary>The accounts of an answer of the ledger, by the partition's number.</summary>
    public static Dictionary<int, PartitionCount> Of(JsonElement ledger) => ledger.GetProperty("partitions").EnumerateArray().ToDictionary(
        static partition => partition.GetProperty("partition").GetInt32(),
        static partition => new PartitionCount(
            partition.GetProperty("read").GetInt64(),
            partition.GetProperty("counted").GetInt64(),
            partition.GetProperty("dead_lettered").GetInt64(),
            partition.GetProperty("pending").GetInt64()));
}
