using System.Buffers;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Wire;

/// <content>What comes from the server.</content>
internal sealed partial class RpcConnection
{
    private async Task ReadAsync()
    {
        try
        {
            while (await _frames.ReadAsync() is { } frame)
            {
                Answer(frame);
                _frames.Release(frame);
            }
            End(new IOException("The server closed the connection."));
        }
        catch (Exception e)
        {
            End(e);
        }
        await CompleteAsync(_transport.Input.CompleteAsync);
    }

    private void Answer(ReadOnlySequence<byte> frame)
    {
        var header = (Proto.ResponseHeader)FrameReader.CutMessage(ref frame, Proto.ResponseHeader.Parser);
        var id = (int)header.CallId;
        if (id <= 0 && header.Exception is { } refusal)
            throw RemoteException.Of(refusal); // It is the connection that is refused.
        if (id <= 0 || id > Volatile.Read(ref _lastId))
            throw new HBaseProtocolException($"An answer to call {header.CallId} came, and the last one was {_lastId}.");
        if (!_pending.TryRemove(id, out var call))
            return; // Whoever asked has given up.
        if (header.Exception is { } exception)
        {
            call.TryFail(_ => RemoteException.Of(exception));
            return;
        }
        try
        {
            var response = Read(frame, header, call.Request.Method.Parser);
            if (!call.TryAnswer(response))
                response.Dispose();
        }
        catch (HBaseProtocolException e)
        {
            call.TryFail(_ => Lost(e, true)); // It is not among the pending any more.
            throw;
        }
    }

    private static RpcResponse Read(ReadOnlySequence<byte> rest, Proto.ResponseHeader header, MessageParser parser)
    {
        var message = FrameReader.CutMessage(ref rest, parser);
        var cells = header.CellBlockMeta?.Length ?? 0;
        if (rest.Length != cells)
            throw new HBaseProtocolException($"An answer has {rest.Length} bytes of cells, and its header tells of {cells}.");
        if (cells == 0)
            return new RpcResponse(message, null, 0);
        var rented = ArrayPool<byte>.Shared.Rent((int)cells);
        rest.CopyTo(rented);
        return new RpcResponse(message, rented, (int)cells);
    }
}
