using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Takes frames off a connection and reads their headers.</summary>
internal sealed class FrameReader(PipeReader input, int maxLength, Action received)
{
    /// <summary>
    /// The next frame without its length, valid until <see cref="Release"/>; null when the connection has ended between two
    /// frames.
    /// </summary>
    /// <exception cref="HBaseProtocolException">The length is impossible or over the bound, or the connection ended within a frame.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync()
    {
        while (true)
        {
            var read = await input.ReadAsync();
            received();
            var buffer = read.Buffer;
            if (read.IsCanceled)
                throw new OperationCanceledException("The connection is being closed.");
            if (buffer.Length >= 4)
            {
                var length = Length(buffer);
                if (buffer.Length >= 4L + length)
                    return buffer.Slice(4, length);
            }
            if (read.IsCompleted)
                return buffer.IsEmpty ? null : throw new HBaseProtocolException($"The connection ended {buffer.Length} bytes into a frame.");
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Says that a frame that <see cref="ReadAsync"/> gave is done with.</summary>
    public void Release(ReadOnlySequence<byte> frame) => input.AdvanceTo(frame.End);

    /// <summary>Cuts a message with its length before it off the front of <paramref name="rest"/>.</summary>
    /// <exception cref="HBaseProtocolException">There is none, or it is none.</exception>
    public static IMessage CutMessage(ref ReadOnlySequence<byte> rest, MessageParser parser)
    {
        var reader = new SequenceReader<byte>(rest);
        uint length = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (!reader.TryRead(out var b) || shift > 28)
                throw new HBaseProtocolException("A message's length is cut off or too long.");
            length |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
                break;
        }
        if (length > reader.Remaining)
            throw new HBaseProtocolException($"A message of {length} bytes does not fit into the {reader.Remaining} that are left of its frame.");
        var message = rest.Slice(reader.Position, length);
        rest = rest.Slice(message.End);
        try
        {
            return parser.ParseFrom(message);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException)
        {
            throw new HBaseProtocolException("A message could not be read.", e);
        }
    }

    private int Length(ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(bytes);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (length <= 0 || length > maxLength)
            throw new HBaseProtocolException($"A frame of {length} bytes was announced; up to {maxLength} are taken.");
        return length;
    }
}
