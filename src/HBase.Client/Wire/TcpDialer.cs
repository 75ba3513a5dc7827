using System.IO.Pipelines;
using System.Net.Sockets;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Reaches servers by TCP.</summary>
internal sealed class TcpDialer(IConnectionSecurity security) : IDialer
{
    private const int BufferLength = 65_536;

    // Keeps firewalls from forgetting a quiet connection; whether the server is there is asked by calls of our own.
    private const int KeepAliveSeconds = 30;

    /// <inheritdoc/>
    public async Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
            await socket.ConnectAsync(address.Host, address.Port, cancellation);
            stream = new NetworkStream(socket, ownsSocket: true);
            stream = await security.SecureAsync(stream, address.Host, cancellation);
            await stream.WriteAsync(new[] { (byte)'H', (byte)'B', (byte)'a', (byte)'s', (byte)0, security.AuthenticationCode }, cancellation);
            stream = await security.AuthenticateAsync(stream, address.Host, cancellation);
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
        return new Transport(
            PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferLength, minimumReadSize: BufferLength / 4)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: BufferLength)),
            socket.Dispose);
    }
}
