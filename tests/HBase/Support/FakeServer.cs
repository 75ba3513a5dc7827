using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>The other end of a connection, made of two pipes: it reads calls as a server does, and sends whatever bytes a test wants.</summary>
internal sealed class FakeServer
{
    /// <summary>The number under which a server answers to the connection, not to a call: -1.</summary>
    public const uint WholeConnection = uint.MaxValue;

    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Stream _input;

    public FakeServer()
    {
        _input = _toServer.Reader.AsStream();
        Transport = new Transport(_toClient.Reader, _toServer.Writer, CloseForClient);
    }

    /// <summary>What the client has of it.</summary>
    public Transport Transport { get; }

    /// <summary>Whether the client has closed the connection.</summary>
    public bool Closed { get; private set; }

    /// <summary>Reads the connection's header.</summary>
    public async Task<Proto.ConnectionHeader> ReadHelloAsync() => Proto.ConnectionHeader.Parser.ParseFrom(await ReadFrameAsync());

    /// <summary>Reads the next call.</summary>
    public async Task<(Proto.RequestHeader Header, byte[] Parameter, byte[] Cells)> ReadCallAsync()
    {
        var frame = await ReadFrameAsync();
        var input = new CodedInputStream(frame);
        var header = Proto.RequestHeader.Parser.ParseFrom(input.ReadBytes());
        var parameter = input.ReadBytes().ToByteArray();
        var cells = frame[(int)input.Position..];
        Assert.Equal(header.CellBlockMeta?.Length ?? 0, (uint)cells.Length);
        return (header, parameter, cells);
    }

    /// <summary>An answer as it goes over the wire.</summary>
    public static byte[] Frame(Proto.ResponseHeader header, IMessage? message, byte[]? cells = null)
    {
        if (cells is { Length: > 0 })
            header.CellBlockMeta = new Proto.CellBlockMeta { Length = (uint)cells.Length };
        using var body = new MemoryStream();
        header.WriteDelimitedTo(body);
        message?.WriteDelimitedTo(body);
        body.Write(cells ?? []);
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (int)body.Length);
        body.ToArray().CopyTo(frame, 4);
        return frame;
    }

    /// <summary>The answer to a Get: a row of one cell.</summary>
    public static byte[] GetAnswer(uint id, byte[] value)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Client.Cells.KeyValueCodec.Write(output, "r"u8, "f"u8, "q"u8, 7, CellType.Put, value);
        return Frame(
            new Proto.ResponseHeader { CallId = id },
            new Proto.GetResponse { Result = new Proto.Result { AssociatedCellCount = 1 } },
            output.WrittenSpan.ToArray());
    }

    /// <summary>Sends bytes at once.</summary>
    public Task SendAsync(byte[] bytes) => _toClient.Writer.WriteAsync(bytes).AsTask();

    /// <summary>Sends bytes in pieces of the given lengths, over and over; each piece is there to be read before the next one comes.</summary>
    public async Task SendAsync(byte[] bytes, IReadOnlyList<int> pieces)
    {
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var length = Math.Min(pieces[i % pieces.Count], bytes.Length - at);
            await _toClient.Writer.WriteAsync(bytes.AsMemory(at, length));
            await Task.Yield();
            at += length;
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Close() => _toClient.Writer.Complete();

    private void CloseForClient()
    {
        Closed = true;
        _toClient.Reader.CancelPendingRead();
        _toServer.Writer.CancelPendingFlush();
    }

    private async Task<byte[]> ReadFrameAsync()
    {
        var length = new byte[4];
        await _input.ReadExactlyAsync(length);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await _input.ReadExactlyAsync(frame);
        return frame;
    }
}
