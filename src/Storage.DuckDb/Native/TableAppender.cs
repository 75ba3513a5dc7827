using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>
/// Appends rows to one table, column by column into DuckDB's own vectors. Reused from commit to commit, since making an
/// appender takes as long as a small commit. What is wrong with a row may come out only in <see cref="Flush"/>, so that
/// has to happen before the commit. After an error the appender is of no more use. Not for several threads.
/// </summary>
internal sealed unsafe class TableAppender : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly int Capacity = (int)NativeMethods.Helpers.DuckDBVectorSize();

    private readonly DuckDB.NET.Native.DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly IntPtr[] _vectors;
    private readonly byte*[] _data;
    private readonly ulong*[] _validity;
    private byte[] _text = new byte[256];
    private int _row;

    /// <summary>An appender to <paramref name="table"/> on <paramref name="connection"/>.</summary>
    public TableAppender(DuckDBConnection connection, string table)
    {
        if (NativeMethods.Appender.DuckDBAppenderCreateExt(connection.NativeConnection, null!, null!, table, out _appender) != DuckDBState.Success)
            throw Fault();
        var columns = (int)NativeMethods.Appender.DuckDBAppenderColumnCount(_appender);
        var types = Enumerable.Range(0, columns).Select(i => NativeMethods.Appender.DuckDBAppenderColumnType(_appender, (ulong)i)).ToArray();
        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk([.. types.Select(type => type.DangerousGetHandle())], (ulong)columns);
        foreach (var type in types)
            type.Dispose();
        (_vectors, _data, _validity) = (new IntPtr[columns], new byte*[columns], new ulong*[columns]);
        StartChunk();
    }

    /// <summary>Sets a BIGINT, a TIMESTAMP or a DECIMAL of 10 to 18 digits.</summary>
    public void Set(int column, long value) => ((long*)_data[column])[_row] = value;

    /// <summary>Sets a UBIGINT.</summary>
    public void Set(int column, ulong value) => ((ulong*)_data[column])[_row] = value;

    /// <summary>Sets an INTEGER or a DATE.</summary>
    public void Set(int column, int value) => ((int*)_data[column])[_row] = value;

    /// <summary>Sets a BOOLEAN.</summary>
    public void Set(int column, bool value) => _data[column][_row] = value ? (byte)1 : (byte)0;

    /// <summary>Sets a DECIMAL of more than 18 digits.</summary>
    public void Set(int column, Int128 value)
    {
        var place = (ulong*)(_data[column] + (_row * 16L));
        place[0] = (ulong)value;
        place[1] = (ulong)(value >> 64);
    }

    /// <summary>Sets a BLOB, in the row that is being made or in one <paramref name="ahead"/> of it.</summary>
    public void Set(int column, ReadOnlySpan<byte> value, int ahead = 0)
    {
        fixed (byte* bytes = value)
        {
            // An empty span has no address, and DuckDB wants one.
            byte none = 0;
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(_vectors[column], (ulong)(_row + ahead), bytes is null ? &none : bytes, value.Length);
        }
    }

    /// <summary>Sets a VARCHAR, in the row that is being made or in one <paramref name="ahead"/> of it.</summary>
    /// <exception cref="ArgumentException">Half a surrogate pair stands alone; UTF-8 cannot say that.</exception>
    public void Set(int column, string value, int ahead = 0)
    {
        var longest = Utf8.GetMaxByteCount(value.Length);
        if (_text.Length < longest)
            _text = new byte[longest];
        Set(column, _text.AsSpan(0, Utf8.GetBytes(value, _text)), ahead);
    }

    /// <summary>Sets NULL, in the row that is being made or in one <paramref name="ahead"/> of it.</summary>
    public void SetNull(int column, int ahead = 0)
    {
        var row = _row + ahead;
        if (_validity[column] is null)
        {
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(_vectors[column]);
            _validity[column] = NativeMethods.Vectors.DuckDBVectorGetValidity(_vectors[column]);
        }
        _validity[column][row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>How many rows there is room for: the one that is being made, and those ahead of it.</summary>
    public int Room => Capacity - _row;

    /// <summary>Where a column's values of those rows belong, for who has many rows at once.</summary>
    /// <typeparam name="T">As large as a value of the column's type.</typeparam>
    public Span<T> Values<T>(int column)
        where T : unmanaged => new((T*)_data[column] + _row, Room);

    /// <summary>Ends rows, <see cref="Room"/> at most, of which every column has been set.</summary>
    public void EndRows(int count)
    {
        _row += count;
        if (_row == Capacity)
            PushChunk();
    }

    /// <summary>Ends a row, of which every column has been set.</summary>
    public void EndRow() => EndRows(1);

    /// <summary>Hands all rows to the table, within the connection's transaction.</summary>
    public void Flush()
    {
        PushChunk();
        if (NativeMethods.Appender.DuckDBAppenderFlush(_appender) != DuckDBState.Success)
            throw Fault();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk?.Dispose();
        _appender.Dispose();
    }

    private void PushChunk()
    {
        if (_row == 0)
            return;
        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)_row);
        if (NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk) != DuckDBState.Success)
            throw Fault();
        StartChunk();
    }

    // A reset chunk may have its vectors elsewhere.
    private void StartChunk()
    {
        _row = 0;
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        for (var i = 0; i < _vectors.Length; i++)
        {
            _vectors[i] = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i);
            _data[i] = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(_vectors[i]);
            _validity[i] = null;
        }
    }

    private DuckDbFault Fault()
    {
        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        return new DuckDbFault(NativeMethods.ErrorData.DuckDBErrorDataErrorType(error), NativeMethods.ErrorData.DuckDBErrorDataMessage(error));
    }
}
