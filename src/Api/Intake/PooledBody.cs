using System.Buffers;

namespace OrleansLambda.Api.Intake;

/// <summary>
/// A request's body in one piece of pooled memory, which grows as bytes come in: a length that is only claimed takes
/// none.
/// </summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstCapacity = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstCapacity);
    private int _length;
    private bool _abandoned;

    /// <summary>What has been read.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads all of <paramref name="body"/>.</summary>
    /// <returns>False when it is longer than <paramref name="maxLength"/>; the rest is left unread.</returns>
    public async Task<bool> TryReadAsync(Stream body, int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
                Grow();
            var read = await body.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
                return true;
            _length += read;
            if (_length > maxLength)
                return false;
        }
    }

    /// <summary>Leaves the memory to the collector: a write whose outcome is unknown may still be reading it.</summary>
    public void Abandon() => _abandoned = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, _length) = ([], 0);
        if (buffer.Length > 0 && !_abandoned)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
