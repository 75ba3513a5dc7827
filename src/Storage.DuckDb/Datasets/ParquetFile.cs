using System.Globalization;
using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch.Datasets;

namespace OrleansLambda.Storage.DuckDb.Datasets;

/// <summary>An open Parquet file: its columns, and its rows in the order of the file.</summary>
internal sealed class ParquetFile : IDisposable
{
    // Types whose values are read as they lie in memory. All others are turned into text by DuckDB, and read as the
    // fields of a CSV are: a FLOAT too, which as a DOUBLE would bring digits along that nobody wrote.
    private static readonly HashSet<string> DirectTypes =
    [
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "DOUBLE", "VARCHAR",
        "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
    ];

    private readonly DuckDBConnection _connection;
    private readonly string _name;
    private readonly string _source;
    private readonly string _columns;

    private ParquetFile(DuckDBConnection connection, string path)
    {
        _connection = connection;
        _name = Path.GetFileName(path);
        var literal = Literal(path);
        _source = $"read_parquet({literal}, hive_partitioning = false";
        Layout = DatasetLayout.Of(_name, TopLevelNames(literal));
        _columns = Columns();
        RowCount = Convert.ToInt64(Query($"SELECT num_rows FROM parquet_file_metadata({literal})")[0][0], CultureInfo.InvariantCulture);
    }

    /// <summary>Which column is which.</summary>
    public DatasetLayout Layout { get; }

    /// <summary>How many rows there are.</summary>
    public long RowCount { get; }

    /// <summary>Opens <paramref name="path"/>.</summary>
    /// <exception cref="DatasetException">It is no Parquet file, or no dataset.</exception>
    public static ParquetFile Open(string path)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        try
        {
            connection.Open();
            // One thread decodes faster than trips are made of what it decodes, and keeps memory small. Extensions come
            // from the network, and temporary files go into the current folder; neither is anyone's wish here.
            Run(connection, "SET threads = 1; SET memory_limit = '512MB'; SET temp_directory = ''; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
            return new ParquetFile(connection, path);
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            throw Unreadable(Path.GetFileName(path), e.Message, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The rows from number <paramref name="row"/> (from zero) on.</summary>
    public ParquetRows ReadFrom(long row)
    {
        var where = row == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" WHERE file_row_number >= {row}");
        return new ParquetRows(_connection.NativeConnection, _name, $"SELECT {_columns}, file_row_number FROM {_source}, file_row_number = true){where}", row);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>What is thrown where DuckDB cannot read a file.</summary>
    public static DatasetException Unreadable(string file, string message, Exception? inner = null) =>
        new($"{file} cannot be read as Parquet: {message.Split('\n')[0].TrimEnd()}", inner);

    // The names as the file has them. DuckDB's own, which come in the same order, tell columns of one name apart by numbers.
    private List<string> TopLevelNames(string literal)
    {
        var elements = Query($"SELECT name, num_children FROM parquet_schema({literal})");
        var names = new List<string>();
        for (var i = 1; i < elements.Count; i = Skip(elements, i))
            names.Add((string)elements[i][0]);
        return names;
    }

    private static int Skip(List<object[]> elements, int index)
    {
        var children = elements[index][1] is DBNull ? 0 : Convert.ToInt64(elements[index][1], CultureInfo.InvariantCulture);
        for (index++; children > 0; children--)
            index = Skip(elements, index);
        return index;
    }

    private string Columns()
    {
        var described = Query($"DESCRIBE SELECT * FROM {_source})");
        return string.Join(", ", described.Select((column, i) =>
        {
            var name = Identifier((string)column[0]);
            return Layout[i] is not null && DirectTypes.Contains((string)column[1]) ? name : $"CAST({name} AS VARCHAR)";
        }));
    }

    private List<object[]> Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // The path is a pattern to DuckDB; what would be one stands in brackets.
    private static string Literal(string path)
    {
        var pattern = string.Concat(Path.GetFullPath(path).Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString()));
        return $"'{pattern.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
