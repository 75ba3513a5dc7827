using System.Text;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Operations;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>Reads <c>hbase:meta</c>, whose place it keeps until a read fails or is given up. It does not try again: faults come through as they are.</summary>
internal sealed class MetaTable(ConnectionPool pool, Registry registry, TimeSpan timeout)
{
    // Servers keep handlers for calls about their own tables, so that a crowd of others cannot shut them out.
    private const uint SystemPriority = 200;
    private const uint PageRows = 1_000;

    private static readonly ByteString Name = ByteString.CopyFromUtf8("hbase:meta,,1");

    private RegionLocation? _place;

    /// <summary>The regions of a table that begin at or after <paramref name="from"/> and before <paramref name="to"/>; empty is the table's end.</summary>
    public async Task<IReadOnlyList<RegionLocation>> ScanAsync(string table, ByteString from, ByteString to, CancellationToken cancellation)
    {
        // The catalog compares its keys part by part between the commas; a blank comes right before a comma's successor.
        var scan = new Proto.Scan
        {
            StartRow = Key(table, from),
            StopRow = to.IsEmpty ? ByteString.CopyFromUtf8($"{table} ,,") : Key(table, to),
            Caching = PageRows,
        };
        scan.Column.Add(new Proto.Column { Family = ByteString.CopyFromUtf8("info") });
        var found = new List<RegionLocation>();
        await AtPlaceAsync(
            async place =>
            {
                var (session, page) = await ScannerSession.OpenAsync(pool, place, scan, PageRows, 0, timeout, cancellation, SystemPriority);
                using var closing = session;
                while (true)
                {
                    found.AddRange(page.Rows.Select(row => MetaRow.Read(row, table)).OfType<RegionLocation>());
                    if (!page.MoreInRegion || !page.MoreResults)
                        return true;
                    page = await session.NextAsync(0, cancellation);
                }
            },
            cancellation);
        return found;
    }

    /// <summary>Whether a table is enabled; null where there is none.</summary>
    public Task<Proto.TableState.Types.State?> StateAsync(string table, CancellationToken cancellation) => AtPlaceAsync(
        async place =>
        {
            var get = new Proto.Get { Row = ByteString.CopyFromUtf8(table), MaxVersions = 1 };
            get.Column.Add(new Proto.Column { Family = ByteString.CopyFromUtf8("table") });
            var request = new RpcRequest(Methods.Get, new Proto.GetRequest { Region = place.Specifier, Get = get }, Priority: SystemPriority);
            using var response = await pool.CallAsync(place.Server, request, timeout, cancellation);
            var reader = new CellBlockReader(response.Cells);
            var row = reader.ReadRow(((Proto.GetResponse)response.Message).Result?.AssociatedCellCount ?? 0);
            return row?["table"u8, "state"u8] is { } state ? Proto.TableState.Parser.ParseFrom(state.Span).State : (Proto.TableState.Types.State?)null;
        },
        cancellation);

    private static ByteString Key(string table, ByteString start) => ByteString.CopyFrom([.. Encoding.UTF8.GetBytes(table), (byte)',', .. start.Span, (byte)',']);

    private async Task<T> AtPlaceAsync<T>(Func<RegionLocation, Task<T>> read, CancellationToken cancellation)
    {
        var place = Volatile.Read(ref _place);
        if (place is null)
        {
            place = new RegionLocation("hbase:meta", Name, ByteString.Empty, ByteString.Empty, await registry.MetaAsync(cancellation));
            Volatile.Write(ref _place, place);
        }
        try
        {
            return await read(place);
        }
        catch (Exception e) when (e is RpcFault or RemoteException or OperationCanceledException)
        {
            // Who gave up may have done so because the server hangs: to look for the catalog once more costs one question, to
            // stay with such a server costs every lookup.
            Interlocked.CompareExchange(ref _place, null, place);
            throw;
        }
    }
}
