using System.Globalization;
using DuckDB.NET.Data;

namespace OrleansLambda.Laws.Datasets;

/// <summary>A DuckDB to make Parquet files with.</summary>
internal static class Duck
{
    /// <summary>Runs statements, one after the other.</summary>
    public static void Run(string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Writes the rows of <paramref name="query"/> to a Parquet file, and returns its path.</summary>
    public static string Parquet(TempFolder folder, string query, string name = "trips.parquet")
    {
        Run($"COPY ({query}) TO {Literal(folder[name])} (FORMAT parquet)");
        return folder[name];
    }

    /// <summary>Text as SQL writes it.</summary>
    public static string Literal(string text) => string.Create(CultureInfo.InvariantCulture, $"'{text.Replace("'", "''", StringComparison.Ordinal)}'");
}
