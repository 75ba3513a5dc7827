using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>
/// A query's rows, chunk by chunk, read from DuckDB's own vectors. Cells are addressed by column and by row of the
/// current chunk; each getter reads one physical type, and it is on the caller to ask for the column's own.
/// </summary>
internal sealed unsafe class QueryResult : IDisposable
{
    private readonly DuckDBPreparedStatement? _statement;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;
    private byte*[] _data = [];
    private ulong*[] _validity = [];

    private QueryResult(DuckDBPreparedStatement? statement, DuckDBResult result) => (_statement, _result) = (statement, result);

    /// <summary>How many rows the current chunk has.</summary>
    public int Count { get; private set; }

    /// <summary>Runs a query whose whole result is small enough to be held.</summary>
    public static QueryResult Run(DuckDBConnection connection, Sql sql) => Run(connection, sql.ToString());

    /// <inheritdoc cref="Run(DuckDBConnection, Sql)"/>
    public static QueryResult Run(DuckDBConnection connection, string sql)
    {
        var state = NativeMethods.Query.DuckDBQuery(connection.NativeConnection, sql, out var result);
        return Checked(state, null, result);
    }

    /// <summary>Runs a query whose result is produced while it is read. The connection is busy until it is disposed.</summary>
    public static QueryResult Stream(DuckDBConnection connection, Sql sql)
    {
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, sql.ToString(), out var statement) != DuckDBState.Success)
        {
            using (statement)
                throw new DuckDbFault(DuckDBErrorType.Invalid, NativeMethods.PreparedStatements.DuckDBPrepareError(statement));
        }
        var state = NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result);
        return Checked(state, statement, result);
    }

    /// <summary>Runs a statement, and returns how many rows it changed.</summary>
    public static long Execute(DuckDBConnection connection, string sql)
    {
        using var result = Run(connection, sql);
        return NativeMethods.Query.DuckDBRowsChanged(ref result._result);
    }

    /// <inheritdoc cref="Execute(DuckDBConnection, string)"/>
    public static long Execute(DuckDBConnection connection, Sql sql) => Execute(connection, sql.ToString());

    /// <summary>Goes on to the next chunk.</summary>
    /// <returns>False after the last.</returns>
    public bool NextChunk()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        Count = _chunk.IsInvalid ? 0 : (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        if (Count == 0)
        {
            // A stream that breaks off ends like one that is through, but for its error.
            ThrowOnError();
            return false;
        }
        var columns = (int)NativeMethods.DataChunks.DuckDBDataChunkGetColumnCount(_chunk);
        if (_data.Length != columns)
            (_data, _validity) = (new byte*[columns], new ulong*[columns]);
        for (var i = 0; i < columns; i++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i);
            _data[i] = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _validity[i] = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }
        return true;
    }

    /// <summary>Whether a cell is NULL.</summary>
    public bool IsNull(int column, int row) => _validity[column] is not null && (_validity[column][row >> 6] & (1UL << (row & 63))) == 0;

    /// <summary>A BIGINT, a TIMESTAMP or a DECIMAL of 10 to 18 digits.</summary>
    public long Int64(int column, int row) => ((long*)_data[column])[row];

    /// <summary>A UBIGINT.</summary>
    public ulong UInt64(int column, int row) => ((ulong*)_data[column])[row];

    /// <summary>An INTEGER or a DATE.</summary>
    public int Int32(int column, int row) => ((int*)_data[column])[row];

    /// <summary>A BOOLEAN.</summary>
    public bool Boolean(int column, int row) => _data[column][row] != 0;

    /// <summary>A HUGEINT or a DECIMAL of more than 18 digits.</summary>
    public Int128 Int128(int column, int row)
    {
        var place = (ulong*)(_data[column] + (row * 16L));
        return new Int128(place[1], place[0]);
    }

    /// <summary>A BLOB, or a VARCHAR as UTF-8; valid until the next chunk.</summary>
    public ReadOnlySpan<byte> Bytes(int column, int row)
    {
        // Up to twelve bytes stand in the cell itself, longer ones where it points.
        var cell = _data[column] + (row * 16L);
        var length = *(int*)cell;
        return new ReadOnlySpan<byte>(length <= 12 ? cell + 4 : *(byte**)(cell + 8), length);
    }

    /// <summary>A VARCHAR.</summary>
    public string Text(int column, int row) => Encoding.UTF8.GetString(Bytes(column, row));

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement?.Dispose();
    }

    private static QueryResult Checked(DuckDBState state, DuckDBPreparedStatement? statement, DuckDBResult native)
    {
        var result = new QueryResult(statement, native);
        if (state == DuckDBState.Success)
            return result;
        using (result)
        {
            result.ThrowOnError();
            throw new DuckDbFault(DuckDBErrorType.Invalid, "DuckDB refused a statement and did not say why.");
        }
    }

    private void ThrowOnError()
    {
        var type = NativeMethods.Query.DuckDBResultErrorType(ref _result);
        if (type != DuckDBErrorType.Invalid || !string.IsNullOrEmpty(NativeMethods.Query.DuckDBResultError(ref _result)))
            throw new DuckDbFault(type, NativeMethods.Query.DuckDBResultError(ref _result));
    }
}
