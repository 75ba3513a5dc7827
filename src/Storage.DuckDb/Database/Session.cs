using DuckDB.NET.Data;
using DuckDB.NET.Native;
using OrleansLambda.Storage.DuckDb.Documents;
using OrleansLambda.Storage.DuckDb.Log;
using OrleansLambda.Storage.DuckDb.Native;
using OrleansLambda.Storage.DuckDb.Trips;
using OrleansLambda.Storage.DuckDb.Windows;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>
/// The file, opened once: the connection that writes, with its table writers, and those that read. After a fatal error
/// all of them are of no more use, and another session takes over.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly ITableWriter[] _writers;
    private readonly Action<WriteMoment>? _strike;

    private Session(DuckDBConnection connection, ReadConnections readers, LogState log, WindowIndex windows, TimeProvider time, Action<WriteMoment>? strike)
    {
        (_connection, _strike, Readers) = (connection, strike, readers);
        Log = new LogWriter(connection, log, time);
        Windows = new WindowWriter(connection, windows);
        Trips = new TripWriter(connection);
        DeadLetters = new DeadLetterWriter(connection);
        Days = new DayWriter(connection);
        Checkpoints = new CheckpointWriter(connection);
        _writers = [Log, Windows, Trips, DeadLetters, Days, Checkpoints];
    }

    /// <summary>Connections for queries.</summary>
    public ReadConnections Readers { get; }

    public LogWriter Log { get; }

    public WindowWriter Windows { get; }

    public TripWriter Trips { get; }

    public DeadLetterWriter DeadLetters { get; }

    public DayWriter Days { get; }

    public CheckpointWriter Checkpoints { get; }

    /// <summary>Opens the file, prepares its tables, and reads into memory what is kept there.</summary>
    public static Session Open(DatabaseFile file, DuckDbOptions options, LogState log, WindowIndex windows, TimeProvider time, Action<WriteMoment>? strike)
    {
        var connection = file.Connect();
        try
        {
            var (topicId, partitions) = Schema.Prepare(connection, options);
            log.Load(connection, topicId, partitions);
            windows.Clear();
            return new Session(connection, new ReadConnections(file, options.ReadConnections), log, windows, time, strike);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction and writes the requests. On failure it has to be rolled back.</summary>
    public void Write(IReadOnlyList<WriteRequest> group)
    {
        QueryResult.Execute(_connection, "BEGIN");
        foreach (var request in group)
            request.AddTo(this);
        foreach (var writer in _writers)
            writer.Flush();
        _strike?.Invoke(WriteMoment.BeforeCommit);
    }

    /// <summary>Makes the transaction durable, and then visible.</summary>
    public void Commit()
    {
        _strike?.Invoke(WriteMoment.DuringCommit);
        QueryResult.Execute(_connection, "COMMIT");
        _strike?.Invoke(WriteMoment.AfterCommit);
        foreach (var writer in _writers)
            writer.Publish();
    }

    /// <summary>Undoes the transaction, if it has not been undone already.</summary>
    public void Rollback()
    {
        foreach (var writer in _writers)
            writer.Discard();
        try
        {
            QueryResult.Execute(_connection, "ROLLBACK");
        }
        catch (DuckDbFault fault) when (fault.Type == DuckDBErrorType.Transaction)
        {
            // There is no transaction: a commit that fails rolls back by itself.
            return;
        }
    }

    /// <summary>Works the write-ahead log into the file.</summary>
    public void Checkpoint() => QueryResult.Execute(_connection, "CHECKPOINT");

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        Readers.Dispose();
        foreach (var writer in _writers)
            writer.Dispose();
        _connection.Dispose();
    }
}
