using System.Collections;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// What was read of one row: at least one cell, in HBase's order (family, qualifier, newest first). It owns its bytes and
/// never changes.
/// </summary>
public sealed class HBaseRow : IReadOnlyList<Cell>
{
    private readonly byte[] _data;
    private readonly int[] _ends;

    internal HBaseRow(byte[] data, int[] ends) => (_data, _ends) = (data, ends);

    /// <summary>The row's key.</summary>
    public ReadOnlyMemory<byte> Key => this[0].Row;

    /// <summary>How many cells were read.</summary>
    public int Count => _ends.Length;

    /// <summary>The cell at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Cell this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _ends.Length);
            var start = 4 + (index == 0 ? 0 : _ends[index - 1]);
            return new Cell(_data.AsMemory(start, _ends[index] - start));
        }
    }

    /// <summary>The newest value of a column that was read; null where the row does not have it.</summary>
    public ReadOnlyMemory<byte>? this[ReadOnlySpan<byte> family, ReadOnlySpan<byte> qualifier]
    {
        get
        {
            for (var i = 0; i < _ends.Length; i++)
            {
                var cell = this[i];
                if (cell.Is(family, qualifier))
                    return cell.Value;
            }
            return null;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Cell> GetEnumerator()
    {
        for (var i = 0; i < _ends.Length; i++)
            yield return this[i];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One row out of parts that were read one after the other.</summary>
    internal static HBaseRow Join(IReadOnlyList<HBaseRow> parts)
    {
        var data = new byte[parts.Sum(part => part._data.Length)];
        var ends = new List<int>();
        var at = 0;
        foreach (var part in parts)
        {
            part._data.CopyTo(data, at);
            ends.AddRange(part._ends.Select(end => end + at));
            at += part._data.Length;
        }
        return new HBaseRow(data, [.. ends]);
    }
}
