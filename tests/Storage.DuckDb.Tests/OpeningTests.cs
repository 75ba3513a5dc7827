using System.Text;
using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_MakesTheFolder_WhereThereIsNone()
    {
        _folder.Options.Path = Path.Combine(_folder.Path.FullName, "a", "b", "lambda.duckdb");

        await using var database = await _folder.OpenAsync();

        Assert.True(File.Exists(_folder.Options.FullPath));
    }

    [Fact]
    public async Task Open_IsRefused_WhileThisProcessHasTheFile()
    {
        await using var owner = await _folder.OpenAsync();

        var refusal = await Assert.ThrowsAsync<DuckDbOpenException>(_folder.OpenAsync);

        Assert.Equal($"{_folder.Options.FullPath} is in use already, by this process itself.", refusal.Message);
        await new DuckDbCheckpointStore(owner).TryWriteAsync(new("key", "{}", 1));
        await owner.DisposeAsync();
        await using var next = await _folder.OpenAsync();
        Assert.NotNull(await new DuckDbCheckpointStore(next).ReadAsync("key"));
    }

    [Fact]
    public async Task Open_SaysThatTheFileIsNoDatabase()
    {
        await File.WriteAllBytesAsync(_folder.Options.FullPath, Encoding.ASCII.GetBytes(new string('x', 20_000)));

        var refusal = await Assert.ThrowsAsync<DuckDbOpenException>(_folder.OpenAsync);

        Assert.Equal($"{_folder.Options.FullPath} is not a DuckDB database. Move it away, or name another file in DuckDb:Path.", refusal.Message);
    }

    [Fact]
    public async Task Open_TakesAnEmptyFile_ForNone()
    {
        await File.WriteAllBytesAsync(_folder.Options.FullPath, []);

        await using var database = await _folder.OpenAsync();

        Assert.Equal(0, await new DuckDbTripStore(database).CountAsync());
    }

    [Fact]
    public async Task Open_SaysThatTheTablesAreOfANewerVersion()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        Execute("UPDATE meta SET value = '4' WHERE key = 'schema_version'");

        var refusal = await Assert.ThrowsAsync<DuckDbOpenException>(_folder.OpenAsync);

        Assert.Equal(
            $"{_folder.Options.FullPath} was written by a newer version of this program (tables of version 4; this program knows 3). Update the program.",
            refusal.Message);
    }

    [Fact]
    public async Task Open_BringsTablesOfAnOlderVersionToItsOwn()
    {
        var commit = new LogCommit("topic", 7, 5, 2, null);
        var day = new DayState(new(2024, 1, 15), TripTotals.OfRide(), TripTotals.OfRide(), DateTimeOffset.UnixEpoch, "run");
        await using (var database = await _folder.OpenAsync())
        {
            await new DuckDbEventLog(database).CommitAsync(0, commit);
            await new DuckDbDayStore(database).WriteAsync([day]);
        }
        Execute("ALTER TABLE taxi_stream_commits DROP COLUMN missed");
        Execute("ALTER TABLE taxi_agg DROP COLUMN epoch");
        Execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'");

        for (var opening = 0; opening < 2; opening++)
        {
            await using var database = await _folder.OpenAsync();
            var log = new DuckDbEventLog(database);
            Assert.Equal(commit, await log.GetCommitAsync(0));
            commit = commit with { Missed = commit.Missed + 1 };
            await log.CommitAsync(0, commit);
            var days = new DuckDbDayStore(database);
            Assert.Equal(day, await days.ReadAsync(day.Date));
            day = day with { Epoch = day.Epoch + 1 };
            await days.WriteAsync([day]);
        }
    }

    [Fact]
    public async Task Open_LeavesSomebodyElsesDatabaseAlone()
    {
        Execute("CREATE TABLE somebody_elses(x INTEGER)");

        var refusal = await Assert.ThrowsAsync<DuckDbOpenException>(_folder.OpenAsync);

        Assert.StartsWith($"{_folder.Options.FullPath} is a DuckDB database, but not one of this program.", refusal.Message, StringComparison.Ordinal);
        Execute("SELECT * FROM somebody_elses");
    }

    [Fact]
    public async Task Open_SaysThatTheFolderCannotBeWrittenTo()
    {
        var blocked = Path.Combine(_folder.Path.FullName, "file");
        await File.WriteAllTextAsync(blocked, "");
        _folder.Options.Path = Path.Combine(blocked, "data", "lambda.duckdb");

        var refusal = await Assert.ThrowsAsync<DuckDbOpenException>(_folder.OpenAsync);

        Assert.StartsWith($"The folder {Path.Combine(blocked, "data")} cannot be written to:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "IO Error: Could not set lock on file \"x\": Conflicting lock is held in /usr/bin/silo (PID 4711). See also https://duckdb.org",
        "is in use by process 4711 (/usr/bin/silo). End it, or name another file in DuckDb:Path.")]
    [InlineData("IO Error: Could not set lock on file \"x\": Resource temporarily unavailable", "is in use by another process.")]
    [InlineData("Trying to read a database file with version number 99, but we can only read versions between 64 and 67.", "was written by a newer DuckDB")]
    [InlineData("IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2", "is damaged.")]
    public void Refusal_SaysWhatToDo(string said, string expected) =>
        Assert.Contains(expected, new DatabaseFile(_folder.Options).Explain(said, null).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Partitions_AreAddedButNeverTakenAway()
    {
        _folder.Options.Partitions = 2;
        await (await _folder.OpenAsync()).DisposeAsync();
        _folder.Options.Partitions = 5;
        await using (var database = await _folder.OpenAsync())
            await new DuckDbEventLog(database).AppendAsync(4, [new byte[] { 1 }]);
        _folder.Options.Partitions = 2;

        await using var last = await _folder.OpenAsync();

        Assert.Equal(5, (await new DuckDbEventLog(last).DescribeAsync()).Partitions);
        Assert.Equal(new LogRange(0, 1), await new DuckDbEventLog(last).GetRangeAsync(4));
    }

    [Fact]
    public async Task Views_ShowTripsWindowsAndDays_InSql()
    {
        await using (var database = await _folder.OpenAsync())
        {
            var window = TumblingWindow.Of(new DateTimeOffset(2024, 1, 15, 12, 0, 3, TimeSpan.Zero));
            await new DuckDbWindowStore(database).TryWriteAsync(OrleansLambda.Grains.Speed.WindowState.Empty(window) with { Version = 1, Totals = TripTotals.OfRide(new Micros(12_500_000)) });
            await new DuckDbDayStore(database).WriteAsync([new(new(2024, 1, 15), TripTotals.OfRide(), TripTotals.OfRide(), _folder.Clock.GetUtcNow(), "run")]);
        }

        Assert.Equal("2024-01-15 12:00:00 2024-01-15 12:00:10 1 12.500000", Ask("SELECT concat_ws(' ', window_start, window_end, count, total_amount) FROM windows"));
        Assert.Equal("2024-01-15 2", Ask("SELECT concat_ws(' ', date, rides) FROM days"));
        Assert.Equal("0", Ask("SELECT CAST(count(tpep_pickup_datetime) AS VARCHAR) FROM trips"));
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        QueryResult.Execute(connection, sql);
    }

    private string Ask(string sql)
    {
        using var connection = Connect();
        using var result = QueryResult.Run(connection, sql);
        Assert.True(result.NextChunk());
        return result.Text(0, 0);
    }

    private DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection($"Data Source={_folder.Options.FullPath}");
        connection.Open();
        return connection;
    }
}
