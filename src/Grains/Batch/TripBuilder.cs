using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansLambda.Grains.Batch;

/// <summary>Collects a trip's values one by one, from any format, and names the result. Reusable; not for several threads.</summary>
public sealed class TripBuilder
{
    // As many as make an array of less than 85,000 bytes: a larger one would not be collected with the young.
    private const int TripsPerSlab = 512;

    private readonly long[] _values = new long[TripColumn.All.Count];
    private uint _present;
    private string? _extras;
    private ArraySegment<long> _slab;

    /// <summary>Forgets everything set so far.</summary>
    public void Clear()
    {
        Array.Clear(_values);
        _present = 0;
        _extras = null;
    }

    /// <summary>Sets a column to a raw value, in the form that its <see cref="TripColumnKind"/> says.</summary>
    public void Set(TripColumn column, long value)
    {
        _values[column.Index] = value;
        _present |= 1u << column.Index;
    }

    /// <summary>Sets the unknown columns: a JSON object with sorted names, or null.</summary>
    public void SetExtras(string? json) => _extras = json;

    /// <summary>The trip, as record <paramref name="ordinal"/> of its dataset.</summary>
    /// <exception cref="InvalidOperationException">The pickup was not set.</exception>
    public Trip Build(long ordinal)
    {
        if ((_present & (1u << TripColumn.PickupAt.Index)) == 0)
            throw new InvalidOperationException("A trip has a pickup.");
        var pickupAt = DateTime.UnixEpoch.AddTicks(_values[TripColumn.PickupAt.Index] * TimeSpan.TicksPerMicrosecond);
        var id = new TripId(DateTime.SpecifyKind(pickupAt, DateTimeKind.Unspecified), ordinal, ContentHash());
        return new Trip(id, Store(), _present, _extras);
    }

    private ArraySegment<long> Store()
    {
        if (_slab.Count == 0)
            _slab = new long[TripsPerSlab * _values.Length];
        var values = _slab[.._values.Length];
        _slab = _slab[_values.Length..];
        _values.CopyTo(values.AsSpan());
        return values;
    }

    // The hash goes over the parsed values, not the text, so that every format of the same trip gives the same one.
    private ulong ContentHash()
    {
        Span<byte> content = stackalloc byte[sizeof(uint) + (TripColumn.All.Count * sizeof(long))];
        BinaryPrimitives.WriteUInt32LittleEndian(content, _present);
        MemoryMarshal.AsBytes(_values.AsSpan()).CopyTo(content[sizeof(uint)..]);
        if (_extras is null)
            return XxHash3.HashToUInt64(content);
        var hash = new XxHash3();
        hash.Append(content);
        hash.Append(Encoding.UTF8.GetBytes(_extras));
        return hash.GetCurrentHashAsUInt64();
    }
}
