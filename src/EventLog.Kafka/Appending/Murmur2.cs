using System.Buffers.Binary;

namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>
/// MurmurHash 2, by which Kafka's own clients choose the partition of a key (<c>org.apache.kafka.common.utils.Utils.murmur2</c>,
/// and librdkafka's partitioners <c>murmur2</c> and <c>murmur2_random</c>).
/// </summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>The partition of a key, of <paramref name="partitions"/> many.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => (int)(Hash(key) & int.MaxValue) % partitions;

    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = Seed ^ (uint)bytes.Length;
            for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
                hash = (hash * Multiplier) ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            if (bytes.Length > 0)
                hash = (hash ^ Rest(bytes)) * Multiplier;
            hash = (hash ^ (hash >> 13)) * Multiplier;
            return hash ^ (hash >> 15);
        }
    }

    private static uint Mix(uint word)
    {
        unchecked
        {
            word *= Multiplier;
            return (word ^ (word >> 24)) * Multiplier;
        }
    }

    private static uint Rest(ReadOnlySpan<byte> bytes)
    {
        var rest = 0u;
        for (var i = 0; i < bytes.Length; i++)
            rest |= (uint)bytes[i] << (8 * i);
        return rest;
    }
}
