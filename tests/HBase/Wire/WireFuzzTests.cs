using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Wire;

/// <summary>Whatever a server sends, and wherever it stops: every call ends, and never with half an answer, and nothing of it stays in memory.</summary>
[Collection(Memory)]
public sealed class WireFuzzTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>The collection of the tests that need much memory, and of these, which measure what is in use: they run one after the other.</summary>
    public const string Memory = "memory";

    // Far more than other tests hold meanwhile, and far less than what the answers of a long run come to.
    private const long MostBytes = 256 * 1_048_576;

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private static readonly Gen<List<int>> Pieces = Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 40], Gen.Int[100, 70_000]).List[1, 8];

    private static readonly Gen<byte[][]> Values = Gen.OneOf(Gen.Byte.Array[0, 8], Gen.Byte.Array[0, 300], Gen.Byte.Array[40_000, 90_000]).Array[1, 6];

    [Fact]
    public async Task Fragments_OfAnySize_GiveTheSameAnswers() =>
        await Gen.Select(Values, Pieces, Gen.Int[0, 1_000_000]).SampleAsync(
            async (values, pieces, seed) =>
            {
                var (server, connection, calls) = await StartAsync(values.Length);
                await using var _ = connection;
                var order = Shuffled(values.Length, seed);
                await server.SendAsync([.. order.SelectMany(i => FakeServer.GetAnswer((uint)i + 1, values[i]))], pieces);
                for (var i = 0; i < values.Length; i++)
                    Assert.Equal(values[i], Calls.Value(await calls[i].WaitAsync(Hang)));
            },
            iter: Iterations(200));

    [Fact]
    public async Task Close_AtAnyByte_EndsEveryCall_WithItsAnswerOrAFault() =>
        await Gen.Select(Values, Pieces, Gen.Double[0, 1]).SampleAsync(
            async (values, pieces, at) =>
            {
                var (server, connection, calls) = await StartAsync(values.Length);
                await using var _ = connection;
                var frames = values.Select((value, i) => FakeServer.GetAnswer((uint)i + 1, value)).ToArray();
                var cut = (int)(frames.Sum(frame => frame.Length) * at);
                await server.SendAsync(frames.SelectMany(frame => frame).Take(cut).ToArray(), pieces);
                server.Close();
                var end = 0;
                for (var i = 0; i < values.Length; i++)
                {
                    end += frames[i].Length;
                    if (end <= cut)
                        Assert.Equal(values[i], Calls.Value(await calls[i].WaitAsync(Hang)));
                    else
                        Assert.True((await Assert.ThrowsAsync<RpcFault>(() => calls[i].WaitAsync(Hang))).MayHaveArrived);
                }
            },
            iter: Iterations(200));

    [Fact]
    public async Task ChangedByte_Anywhere_EndsEveryCall() =>
        await Gen.Select(Gen.Byte.Array[1, 50].Array[2, 5], Gen.Int[0, 1_000_000], Gen.Byte[1, 255]).SampleAsync(
            async (values, position, flip) =>
            {
                var (server, connection, calls) = await StartAsync(values.Length);
                await using var _ = connection;
                var bytes = values.SelectMany((value, i) => FakeServer.GetAnswer((uint)i + 1, value)).ToArray();
                bytes[position % bytes.Length] ^= flip;
                await server.SendAsync(bytes);
                server.Close(); // Else a length that became too long is waited for, until the time-out.
                foreach (var call in calls)
                {
                    try
                    {
                        using var response = await call.WaitAsync(Hang);
                        var cells = new Client.Cells.CellBlockReader(response.Cells);
                        cells.ReadRow(((Proto.GetResponse)response.Message).Result?.AssociatedCellCount ?? 0);
                    }
                    catch (Exception e) when (e is RpcFault or RemoteException or HBaseProtocolException)
                    {
                        // It has ended, and says that it failed.
                    }
                }
            },
            iter: Iterations(1_000));

    [Fact]
    public async Task Garbage_EndsTheConnection() =>
        await Gen.Byte.Array[1, 200].SampleAsync(
            async garbage =>
            {
                var (server, connection, calls) = await StartAsync(1);
                await using var _ = connection;
                await server.SendAsync(garbage);
                server.Close();
                var e = await Record.ExceptionAsync(() => calls[0].WaitAsync(Hang));
                Assert.True(e is RpcFault or RemoteException, $"{e}");
                Assert.True(connection.HasEnded);
            },
            iter: Iterations(500));

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{bytes:N0} bytes are in use after a collection.");
        Assert.InRange(bytes, 0, MostBytes);
    }

    // HBASE_FUZZ says how many times each, for a long run.
    private static long Iterations(int few) => Setting.Number("HBASE_FUZZ", few);

    private static async Task<(FakeServer Server, RpcConnection Connection, Task<RpcResponse>[] Calls)> StartAsync(int calls)
    {
        var server = new FakeServer();
        var connection = Calls.Connect(server, new WireSettings { MaxFrameBytes = 10_000_000 });
        var started = Enumerable.Range(0, calls).Select(_ => connection.CallAsync(Calls.Get(), Hang, default)).ToArray();
        await server.ReadHelloAsync();
        for (var i = 0; i < calls; i++)
            await server.ReadCallAsync();
        return (server, connection, started);
    }

    private static int[] Shuffled(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
