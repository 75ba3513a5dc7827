using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>
/// A cluster of fake servers: <c>registry</c> tells where the catalog is, the catalog that the table <c>t</c> is one region on
/// <c>rows</c>, and there calls for rows fare as a test has it.
/// </summary>
internal sealed class FakeCluster : IDialer
{
    /// <summary>Where a client begins.</summary>
    public static readonly ServerAddress Registry = new("registry", 1);

    private readonly Lock _lock = new();
    private readonly List<string> _asked = [];

    /// <summary>The server that has the catalog.</summary>
    public string Meta { get; set; } = "meta";

    /// <summary>The server that the catalog has the region on; null for none.</summary>
    public string? CatalogServer { get; set; } = "rows:1";

    /// <summary>Those that take calls and do not answer.</summary>
    public ConcurrentBag<string> Hanging { get; } = [];

    /// <summary>Those that refuse connections.</summary>
    public ConcurrentBag<string> Gone { get; } = [];

    /// <summary>Those that refuse connections by the exception that HBase has for users it does not know.</summary>
    public ConcurrentBag<string> Refusing { get; } = [];

    /// <summary>What becomes of a call for rows: the frame that answers it; null, and the connection is lost.</summary>
    public Func<Proto.RequestHeader, byte[], byte[]?> Rows { get; set; } = (header, _) => FakeServer.GetAnswer(header.CallId, [1]);

    /// <summary>What becomes of the question which process a server is.</summary>
    public Func<Proto.RequestHeader, byte[]> WhichProcess { get; set; } = header => Exception(header, "NotServingRegionException", "which-server-is-this is not online on rows,1,7");

    /// <summary>Each call so far: host and method.</summary>
    public string[] Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    /// <summary>A client of it.</summary>
    public HBaseClient NewClient(TimeProvider time, Action<HBaseOptions>? configure = null)
    {
        var options = new HBaseOptions { Servers = Registry.ToString() };
        configure?.Invoke(options);
        return new HBaseClient(options, new SimpleSecurity("tester"), this, null, time);
    }

    /// <summary>An exception in place of an answer.</summary>
    public static byte[] Exception(Proto.RequestHeader header, string name, string text, bool doNotRetry = false, bool overloaded = false) => FakeServer.Frame(
        new Proto.ResponseHeader
        {
            CallId = header.CallId,
            Exception = new Proto.ExceptionResponse { ExceptionClassName = $"org.apache.hadoop.hbase.{name}", StackTrace = text, DoNotRetry = doNotRetry, ServerOverloaded = overloaded },
        },
        null);

    /// <summary>The answer to a batch of one change, which was made, or failed with an exception.</summary>
    public static byte[] BatchAnswer(Proto.RequestHeader header, Proto.NameBytesPair? exception = null)
    {
        var one = exception is null ? new Proto.ResultOrException { Index = 0, Result = new Proto.Result() } : new Proto.ResultOrException { Index = 0, Exception = exception };
        var answer = new Proto.MultiResponse { RegionActionResult = { new Proto.RegionActionResult { ResultOrException = { one } } } };
        return FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, answer);
    }

    public async Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation)
    {
        await Task.Yield();
        if (Gone.Contains(address.Host))
            throw new SocketException((int)SocketError.ConnectionRefused);
        var server = new FakeServer();
        _ = AnswerAsync(address.Host, server);
        return server.Transport;
    }

    private async Task AnswerAsync(string host, FakeServer server)
    {
        await server.ReadHelloAsync();
        if (Refusing.Contains(host))
            await server.SendAsync(Exception(new Proto.RequestHeader { CallId = FakeServer.WholeConnection }, "security.AccessDeniedException", "Authentication is required", doNotRetry: true));
        while (true)
        {
            var (header, parameter, _) = await server.ReadCallAsync();
            lock (_lock)
                _asked.Add($"{host} {header.MethodName}");
            if (Hanging.Contains(host) || Refusing.Contains(host))
                continue;
            if (Answer(host, header, parameter) is { } answer)
                await server.SendAsync(answer);
            else
                server.Close();
        }
    }

    private byte[]? Answer(string host, Proto.RequestHeader header, byte[] parameter) => header.MethodName switch
    {
        "GetMetaRegionLocations" => FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, MetaPlace()),
        "GetMasters" => FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, new Proto.GetMastersResponse()),
        "GetClusterId" => FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, new Proto.GetClusterIdResponse { ClusterId = "fake" }),
        "Scan" => Catalog(header),
        "Get" when host != "rows" => TableState(header),
        "Get" when Proto.GetRequest.Parser.ParseFrom(parameter).Region.Type == Proto.RegionSpecifier.Types.RegionSpecifierType.EncodedRegionName => WhichProcess(header),
        "Multi" when parameter.Length == 0 => FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, new Proto.MultiResponse()), // A ping.
        _ => Rows(header, parameter),
    };

    private Proto.GetMetaRegionLocationsResponse MetaPlace() => new()
    {
        MetaLocations = { new Proto.RegionLocation { RegionInfo = Region("meta"), ServerName = new Proto.ServerName { HostName = Meta, Port = 1 }, SeqNum = 0 } },
    };

    private byte[] Catalog(Proto.RequestHeader header)
    {
        var cells = new ArrayBufferWriter<byte>();
        var server = CatalogServer;
        if (server is not null)
        {
            KeyValueCodec.Write(cells, "t,,1."u8, "info"u8, "regioninfo"u8, 7, CellType.Put, [.. "PBUF"u8, .. Region("t").ToByteArray()]);
            KeyValueCodec.Write(cells, "t,,1."u8, "info"u8, "server"u8, 7, CellType.Put, server.Utf8());
        }
        var answer = new Proto.ScanResponse { MoreResultsInRegion = false, MoreResults = false };
        if (server is not null)
            answer.CellsPerResult.Add(2);
        return FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, answer, cells.WrittenSpan.ToArray());
    }

    private static byte[] TableState(Proto.RequestHeader header)
    {
        var cells = new ArrayBufferWriter<byte>();
        KeyValueCodec.Write(cells, "t"u8, "table"u8, "state"u8, 7, CellType.Put, new Proto.TableState { State = Proto.TableState.Types.State.Enabled }.ToByteArray());
        return FakeServer.Frame(
            new Proto.ResponseHeader { CallId = header.CallId }, new Proto.GetResponse { Result = new Proto.Result { AssociatedCellCount = 1 } }, cells.WrittenSpan.ToArray());
    }

    private static Proto.RegionInfo Region(string table) => new() { RegionId = 1, TableName = TableNames.ToProto(table) };
}
