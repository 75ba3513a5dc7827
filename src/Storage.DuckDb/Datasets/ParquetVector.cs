using System.Globalization;
using DuckDB.NET.Native;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Batch.Datasets;

namespace OrleansLambda.Storage.DuckDb.Datasets;

/// <summary>The values of one column for the rows at the moment, where they lie in DuckDB's memory.</summary>
internal unsafe struct ParquetVector(DuckDBType type)
{
    private const int InlineLength = 12;

    private void* _data;
    private ulong* _validity;

    /// <summary>Moves to other values.</summary>
    public void Point(IntPtr vector)
    {
        _data = NativeMethods.Vectors.DuckDBVectorGetData(vector);
        _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    /// <summary>Whether the row has a value.</summary>
    public readonly bool Has(int row) => _validity is null || (_validity[row >> 6] & (1UL << (row & 63))) != 0;

    /// <summary>The value of a BIGINT column.</summary>
    public readonly long Long(int row) => ((long*)_data)[row];

    /// <summary>The value of a VARCHAR column, as UTF-8.</summary>
    public readonly ReadOnlySpan<byte> Text(int row)
    {
        // A string of DuckDB is 16 bytes: its length, then either itself or its first four bytes and where it is.
        var entry = (byte*)_data + (row * 16L);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= InlineLength ? entry + 4 : *(byte**)(entry + 8), length);
    }

    /// <summary>Whether the column holds text, of a known column or of any that DuckDB has turned into text.</summary>
    public readonly bool IsText => type == DuckDBType.Varchar;

    /// <summary>Takes a value that is not text for a known column.</summary>
    /// <returns>Null and the raw value, or what is wrong.</returns>
    public readonly string? Read(TripColumn column, int row, out long value) => type switch
    {
        DuckDBType.Double => TripField.FromDouble(column, ((double*)_data)[row], out value),
        DuckDBType.Timestamp => TripField.FromMicroseconds(column, Long(row), out value),
        DuckDBType.TimestampS => TripField.FromMicroseconds(column, Scale(Long(row), 1_000_000), out value),
        DuckDBType.TimestampMs => TripField.FromMicroseconds(column, Scale(Long(row), 1_000), out value),
        DuckDBType.TimestampNs => TripField.FromMicroseconds(column, Math.DivRem(Long(row), 1_000) is var (us, ns) && ns < 0 ? us - 1 : us, out value),
        _ => TripField.FromInteger(column, Integer(row), out value),
    };

    /// <summary>The value as text, for people.</summary>
    public readonly string Show(int row) => type switch
    {
        _ when !Has(row) => "",
        DuckDBType.Varchar => Quoted.Prefix(Text(row), RejectedRecord.MaxText),
        DuckDBType.Double => ((double*)_data)[row].ToString(CultureInfo.InvariantCulture),
        DuckDBType.Timestamp => ShowTime(Long(row)),
        DuckDBType.TimestampS => ShowTime(Scale(Long(row), 1_000_000)),
        DuckDBType.TimestampMs => ShowTime(Scale(Long(row), 1_000)),
        DuckDBType.TimestampNs => ShowTime(Long(row) / 1_000),
        _ => Integer(row).ToString(CultureInfo.InvariantCulture),
    };

    private readonly long Integer(int row) => type switch
    {
        DuckDBType.TinyInt => ((sbyte*)_data)[row],
        DuckDBType.SmallInt => ((short*)_data)[row],
        DuckDBType.Integer => ((int*)_data)[row],
        DuckDBType.BigInt => ((long*)_data)[row],
        DuckDBType.UnsignedTinyInt => ((byte*)_data)[row],
        DuckDBType.UnsignedSmallInt => ((ushort*)_data)[row],
        DuckDBType.UnsignedInteger => ((uint*)_data)[row],
        _ => throw new InvalidOperationException($"A column of type {type} was not turned into text."),
    };

    // What is too large for microseconds, infinity among it, stays too large.
    private static long Scale(long value, long factor) =>
        Math.Clamp(value, long.MinValue / factor, long.MaxValue / factor) * factor;

    private static string ShowTime(long microseconds) => Math.Abs((decimal)microseconds) < 60_000_000_000_000_000
        ? DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds} µs from 1970");
}
