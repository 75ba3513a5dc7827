using System.Globalization;
using DuckDB.NET.Native;

namespace OrleansLambda.Storage.DuckDb.Datasets;

/// <summary>
/// Rows of a Parquet file as DuckDB streams them, a few thousand at a time, read where they lie in DuckDB's memory.
/// Not for several threads.
/// </summary>
internal sealed unsafe class ParquetRows : IDisposable
{
    private readonly string _file;
    private readonly DuckDBPreparedStatement _statement;
    private readonly ParquetVector[] _columns;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;
    private long _next;

    /// <summary>Starts <paramref name="query"/>, whose last column is the rows' numbers, which begin at <paramref name="first"/>.</summary>
    /// <exception cref="DatasetException">The file cannot be read.</exception>
    public ParquetRows(DuckDBNativeConnection connection, string file, string query, long first)
    {
        _file = file;
        _next = first;
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection, query, out _statement) != DuckDBState.Success)
        {
            var message = NativeMethods.PreparedStatements.DuckDBPrepareError(_statement);
            _statement.Dispose();
            throw ParquetFile.Unreadable(file, message);
        }
        if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out _result) != DuckDBState.Success)
        {
            var message = NativeMethods.Query.DuckDBResultError(ref _result);
            Dispose();
            throw ParquetFile.Unreadable(file, message);
        }
        _columns = new ParquetVector[(int)NativeMethods.Query.DuckDBColumnCount(ref _result)];
        for (var i = 0; i < _columns.Length; i++)
            _columns[i] = new ParquetVector(NativeMethods.Query.DuckDBColumnType(ref _result, i));
    }

    /// <summary>How many rows there are at the moment.</summary>
    public int Count { get; private set; }

    /// <summary>How many columns there are.</summary>
    public int ColumnCount => _columns.Length - 1;

    /// <summary>A column of the rows at the moment; its values hold until <see cref="Next"/>.</summary>
    public ref readonly ParquetVector this[int column] => ref _columns[column];

    /// <summary>Moves to the next rows, in the order of the file.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DatasetException">The file is damaged.</exception>
    public bool Next()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        Count = _chunk.IsInvalid ? 0 : (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        if (Count == 0)
        {
            if (NativeMethods.Query.DuckDBResultError(ref _result) is { Length: > 0 } message)
                throw ParquetFile.Unreadable(_file, string.Create(CultureInfo.InvariantCulture, $"after row {_next}, {message}"));
            return false;
        }
        for (var i = 0; i < _columns.Length; i++)
            _columns[i].Point(NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i));
        CheckOrder(_columns[^1]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement.Dispose();
    }

    // A trip's id holds its row's number, and the number is not looked at again: the rows must come as they are counted.
    private void CheckOrder(in ParquetVector numbers)
    {
        if (numbers.Long(0) != _next || numbers.Long(Count - 1) != _next + Count - 1)
            throw new InvalidOperationException($"Row {_next} of {_file} was expected, and {numbers.Long(0)} came.");
        _next += Count;
    }
}
