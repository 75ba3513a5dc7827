using System.Buffers;
using System.Net.Sockets;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>
/// A fake server that is a whole cluster: the master, and the only one to have the catalog and the table <c>t</c>, whose rows are
/// scanned, read and changed. A test may hold its answers back, have it refuse calls, or let it be gone.
/// </summary>
internal sealed class TableDialer : IDialer
{
    /// <summary>How long it keeps a scanner, as it says.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Catalog = "hbase:meta,,1";

    private readonly Lock _lock = new();
    private readonly List<IMessage> _asked = [];
    private readonly Dictionary<ulong, Queue<string>> _scanners = [];
    private (string Start, string End)[] _regions = [("", "")];
    private ulong _lastScanner;

    /// <summary>The rows' keys; each row has one value, which is its key.</summary>
    public SortedSet<string> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>The starts of the regions that the catalog has on no server.</summary>
    public HashSet<string> Unassigned { get; } = [];

    /// <summary>What happens to each call before it is carried out, and the class of the exception by which it is refused; null where it is not.</summary>
    public Func<IMessage, Task<string?>> Before { get; set; } = _ => Task.FromResult<string?>(null);

    /// <summary>The classes of the exceptions by which the next regions of batches are refused.</summary>
    public Queue<string> RegionRefusals { get; } = [];

    /// <summary>How far the master's procedures are.</summary>
    public Proto.GetProcedureResultResponse.Types.State Procedures { get; set; } = Proto.GetProcedureResultResponse.Types.State.Finished;

    /// <summary>Whether it refuses connections, and ends those that it has at their next call.</summary>
    public bool Gone { get; set; }

    /// <summary>The calls so far.</summary>
    public IMessage[] Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    /// <summary>How often regions were looked for in the catalog.</summary>
    public int Lookups => Asked.OfType<Proto.ScanRequest>().Count(request => IsAboutCatalog(request) && request.Scan is not null);

    /// <summary>How many scanners are open.</summary>
    public int Scanners
    {
        get
        {
            lock (_lock)
                return _scanners.Count;
        }
    }

    /// <summary>A client of it.</summary>
    public HBaseClient NewClient(Action<HBaseOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new HBaseOptions { Servers = "s:1", FirstDelay = TimeSpan.FromMilliseconds(1), RepeatByNonce = false };
        configure?.Invoke(options);
        return new HBaseClient(options, new SimpleSecurity("tester"), this, null, time);
    }

    /// <summary>Gives the table other regions, which begin with these keys but for the first. Those that are as before stay.</summary>
    public void Split(params IEnumerable<string> splits)
    {
        string[] starts = ["", .. splits.Where(split => split.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        lock (_lock)
            _regions = [.. starts.Select((start, i) => (start, i + 1 < starts.Length ? starts[i + 1] : ""))];
    }

    /// <summary>Whether a scan's call is about the catalog, not the table.</summary>
    public static bool IsAboutCatalog(Proto.ScanRequest request) => request.Region?.Value.ToStringUtf8() == Catalog;

    public async Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation)
    {
        await Task.Yield();
        if (Gone)
            throw new SocketException((int)SocketError.ConnectionRefused);
        var server = new FakeServer();
        _ = ServeAsync(server);
        return server.Transport;
    }

    private async Task ServeAsync(FakeServer server)
    {
        var sending = new Lock();
        await server.ReadHelloAsync();
        while (true)
        {
            var (header, parameter, _) = await server.ReadCallAsync();
            if (Gone)
                server.Close();
            else
                _ = AnswerAsync(header, Parser(header.MethodName).ParseFrom(parameter));
        }

        async Task AnswerAsync(Proto.RequestHeader header, IMessage request)
        {
            lock (_lock)
                _asked.Add(request);
            var refusal = await Before(request);
            var cells = new ArrayBufferWriter<byte>();
            IMessage? answer = null;
            lock (_lock)
            {
                if (refusal is null)
                    answer = Answer(request, cells, ref refusal);
            }
            var head = new Proto.ResponseHeader { CallId = header.CallId };
            if (refusal is not null)
                head.Exception = new Proto.ExceptionResponse { ExceptionClassName = refusal, StackTrace = $"{refusal}: so it is" };
            lock (sending)
                _ = server.SendAsync(FakeServer.Frame(head, answer, cells.WrittenSpan.ToArray()));
        }
    }

    private static MessageParser Parser(string method) => method switch
    {
        "Scan" => Proto.ScanRequest.Parser,
        "Get" => Proto.GetRequest.Parser,
        "Mutate" => Proto.MutateRequest.Parser,
        "Multi" => Proto.MultiRequest.Parser,
        "GetMetaRegionLocations" => Proto.GetMetaRegionLocationsRequest.Parser,
        "GetActiveMaster" => Proto.GetActiveMasterRequest.Parser,
        "GetMasters" => Proto.GetMastersRequest.Parser,
        "CreateTable" => Proto.CreateTableRequest.Parser,
        "GetTableState" => Proto.GetTableStateRequest.Parser,
        "getProcedureResult" => Proto.GetProcedureResultRequest.Parser,
        _ => Proto.Nothing.Parser,
    };

    private IMessage? Answer(IMessage request, ArrayBufferWriter<byte> cells, ref string? refusal)
    {
        var name = new Proto.ServerName { HostName = "s", Port = 1 };
        var masters = new Proto.GetMastersResponse { MasterServers = { new Proto.GetMastersResponseEntry { ServerName = name, IsActive = true } } };
        var meta = new Proto.RegionLocation { RegionInfo = new Proto.RegionInfo { RegionId = 1, TableName = TableNames.ToProto("hbase:meta") }, ServerName = name, SeqNum = 0 };
        switch (request)
        {
            case Proto.GetMetaRegionLocationsRequest:
                return new Proto.GetMetaRegionLocationsResponse { MetaLocations = { meta } };
            case Proto.GetActiveMasterRequest:
                return new Proto.GetActiveMasterResponse { ServerName = name };
            case Proto.GetMastersRequest:
                return masters;
            case Proto.CreateTableRequest:
                return new Proto.ProcedureResponse { ProcId = 7 };
            case Proto.GetProcedureResultRequest:
                return new Proto.GetProcedureResultResponse { State = Procedures };
            case Proto.ScanRequest { Scan: not null } scan when IsAboutCatalog(scan):
                return ScanCatalog(scan.Scan, cells);
            case Proto.ScanRequest scan:
                return Scan(scan, cells, ref refusal);
            case Proto.GetRequest get when get.Region.Value.ToStringUtf8() == Catalog:
                KeyValueCodec.Write(cells, "t"u8, "table"u8, "state"u8, 7, CellType.Put, new Proto.TableState { State = Proto.TableState.Types.State.Enabled }.ToByteArray());
                return new Proto.GetResponse { Result = new Proto.Result { AssociatedCellCount = 1 } };
            case Proto.GetRequest get:
                return new Proto.GetResponse { Result = new Proto.Result { AssociatedCellCount = Row(get.Get.Row.ToStringUtf8(), cells) } };
            case Proto.MutateRequest:
                return new Proto.MutateResponse { Processed = true };
            case Proto.MultiRequest multi:
                return new Proto.MultiResponse { RegionActionResult = { multi.RegionAction.Select(region => Batch(region, cells)) } };
            default:
                return new Proto.Nothing();
        }
    }

    private Proto.ScanResponse ScanCatalog(Proto.Scan scan, ArrayBufferWriter<byte> cells)
    {
        var (from, to) = (scan.StartRow.ToStringUtf8().Split(',')[1], scan.StopRow.ToStringUtf8().Split(',')[1]);
        var answer = new Proto.ScanResponse { MoreResults = true, MoreResultsInRegion = false };
        foreach (var (start, end) in _regions)
        {
            if (string.CompareOrdinal(start, from) < 0 || (to.Length > 0 && string.CompareOrdinal(start, to) >= 0) || Unassigned.Contains(start))
                continue;
            var info = new Proto.RegionInfo { RegionId = 1, TableName = TableNames.ToProto("t"), StartKey = ByteString.CopyFromUtf8(start), EndKey = ByteString.CopyFromUtf8(end) };
            KeyValueCodec.Write(cells, Name(start, end).Utf8(), "info"u8, "regioninfo"u8, 7, CellType.Put, [.. "PBUF"u8, .. info.ToByteArray()]);
            KeyValueCodec.Write(cells, Name(start, end).Utf8(), "info"u8, "server"u8, 7, CellType.Put, "s:1"u8);
            answer.CellsPerResult.Add(2);
        }
        return answer;
    }

    private Proto.ScanResponse? Scan(Proto.ScanRequest request, ArrayBufferWriter<byte> cells, ref string? refusal)
    {
        var id = request.Scan is null ? request.ScannerId : ++_lastScanner;
        if (request.Scan is { } scan)
        {
            if (!_regions.Any(region => Name(region.Start, region.End) == request.Region.Value.ToStringUtf8()))
            {
                refusal = "org.apache.hadoop.hbase.NotServingRegionException";
                return null;
            }
            var (start, end) = _regions.First(region => Name(region.Start, region.End) == request.Region.Value.ToStringUtf8());
            var there = Rows.Where(row => string.CompareOrdinal(row, start) >= 0 && (end.Length == 0 || string.CompareOrdinal(row, end) < 0) && IsWithin(scan, row));
            _scanners[id] = new Queue<string>(scan.Reversed ? there.Reverse() : there);
        }
        var answer = new Proto.ScanResponse { ScannerId = id, Ttl = (uint)Lease.TotalMilliseconds, MoreResults = true, MoreResultsInRegion = true };
        if (request.CloseScanner || !_scanners.TryGetValue(id, out var rows))
        {
            _scanners.Remove(id);
            return answer;
        }
        var most = request.HasLimitOfRows ? Math.Min(request.NumberOfRows, request.LimitOfRows) : request.NumberOfRows;
        for (; most > 0 && rows.TryDequeue(out var row); most--)
            answer.CellsPerResult.Add((uint)Row(row, cells));
        if (rows.Count == 0 && !request.Renew)
            (answer.MoreResultsInRegion, _) = (false, _scanners.Remove(id));
        return answer;
    }

    private static bool IsWithin(Proto.Scan scan, string row)
    {
        var (start, stop) = (scan.StartRow.ToStringUtf8(), scan.StopRow.ToStringUtf8());
        var (toStart, toStop) = (string.CompareOrdinal(row, start), string.CompareOrdinal(row, stop));
        if (scan.Reversed)
            (toStart, toStop) = (-toStart, -toStop);
        return (start.Length == 0 || toStart > 0 || (toStart == 0 && scan.IncludeStartRow)) && (stop.Length == 0 || toStop < 0 || (toStop == 0 && scan.IncludeStopRow));
    }

    private Proto.RegionActionResult Batch(Proto.RegionAction region, ArrayBufferWriter<byte> cells)
    {
        if (RegionRefusals.TryDequeue(out var refusal))
            return new Proto.RegionActionResult { Exception = new Proto.NameBytesPair { Name = refusal, Value = ByteString.CopyFromUtf8(refusal) } };
        var results = region.Action.Select(action => new Proto.ResultOrException
        {
            Index = action.Index, Result = new Proto.Result { AssociatedCellCount = action.Get is null ? 0 : Row(action.Get.Row.ToStringUtf8(), cells) },
        });
        return new Proto.RegionActionResult { ResultOrException = { results } };
    }

    private int Row(string key, ArrayBufferWriter<byte> cells)
    {
        if (!Rows.Contains(key))
            return 0;
        KeyValueCodec.Write(cells, key.Utf8(), "f"u8, "q"u8, 7, CellType.Put, key.Utf8());
        return 1;
    }

    // HBase's names have a number that tells a region from one that began with the same key before.
    private static string Name(string start, string end) => $"t,{start},1.{end}.";
}
