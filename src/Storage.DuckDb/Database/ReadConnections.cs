using System.Collections.Concurrent;
using DuckDB.NET.Data;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>A session's connections for queries: at most so many at once, opened when first needed, and used again.</summary>
internal sealed class ReadConnections(DatabaseFile file, int size) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentBag<DuckDBConnection> _idle = [];
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Is cancelled when the session ends: who holds a connection then is to give it back.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Waits for a connection that nobody uses.</summary>
    public async Task<DuckDBConnection> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            _closing.Token.ThrowIfCancellationRequested();
            return _idle.TryTake(out var connection) ? connection : file.Connect();
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(DuckDBConnection connection)
    {
        _idle.Add(connection);
        _free.Release();
    }

    /// <summary>Closes all connections, once their users have given them back. One that is kept for too long stays open.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        for (var i = 0; i < size && _free.Wait(Patience); i++)
        {
        }
        while (_idle.TryTake(out var connection))
            connection.Dispose();
        _closing.Dispose();
    }
}
