namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>Memory for many small pieces that are let go together: one allocation for some hundred of them. Not for several threads.</summary>
internal sealed class ByteArena
{
    private const int BlockLength = 64 * 1024; // Below what the collector takes for large.

    private Memory<byte> _rest;

    /// <summary>A copy of <paramref name="bytes"/>, which nobody else has.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _rest.Length)
            _rest = new byte[Math.Max(BlockLength, bytes.Length)];
        var copy = _rest[..bytes.Length];
        _rest = _rest[bytes.Length..];
        bytes.CopyTo(copy.Span);
        return copy;
    }
}
