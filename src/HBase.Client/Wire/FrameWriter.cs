using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Writes what stands before a call's cells: the frame's length, the header and the parameter.</summary>
internal static class FrameWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="OverflowException">The frame would be longer than 2 GiB; nothing was written.</exception>
    public static void WriteHead(IBufferWriter<byte> output, RpcCall call)
    {
        var (request, cells) = (call.Request, call.Request.Cells?.Length ?? 0);
        var header = new Proto.RequestHeader
        {
            CallId = (uint)call.Id,
            MethodName = request.Method.Name,
            RequestParam = true,
            Timeout = (uint)Math.Clamp(call.Timeout.TotalMilliseconds, 1, int.MaxValue),
        };
        if (request.Priority != 0)
            header.Priority = request.Priority;
        if (cells > 0)
            header.CellBlockMeta = new Proto.CellBlockMeta { Length = (uint)cells };
        var (headerLength, parameterLength) = (header.CalculateSize(), request.Parameter.CalculateSize());
        var frame = checked(Delimited(headerLength) + Delimited(parameterLength) + cells);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), frame);
        output.Advance(4);
        WriteDelimited(output, header, headerLength);
        WriteDelimited(output, request.Parameter, parameterLength);
    }

    private static int Delimited(int length) => checked(CodedOutputStream.ComputeUInt32Size((uint)length) + length);

    private static void WriteDelimited(IBufferWriter<byte> output, IMessage message, int length)
    {
        var span = output.GetSpan(5);
        var at = 0;
        var rest = (uint)length;
        for (; rest > 0x7F; rest >>= 7)
            span[at++] = (byte)(rest | 0x80);
        span[at++] = (byte)rest;
        output.Advance(at);
        message.WriteTo(output);
    }
}
