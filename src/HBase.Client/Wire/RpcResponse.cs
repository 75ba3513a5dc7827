using System.Buffers;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>A server's answer. Its cells lie in pooled memory, which is given back when it is disposed.</summary>
internal sealed class RpcResponse(IMessage message, byte[]? rented, int cellLength) : IDisposable
{
    private byte[]? _rented = rented;

    /// <summary>The answer's message.</summary>
    public IMessage Message { get; } = message;

    /// <summary>The answer's cells.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public ReadOnlyMemory<byte> Cells
    {
        get
        {
            if (cellLength == 0)
                return default;
            ObjectDisposedException.ThrowIf(_rented is null, this);
            return _rented.AsMemory(0, cellLength);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
