namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Passes a text file through, and cuts every line off behind its first <see cref="MaxLine"/> + 1 bytes, so that a
/// reader sees each line, sees which are too long, and never has to hold more of one, be it as long as the disk.
/// </summary>
/// <param name="start">What has been read of the file already.</param>
/// <param name="rest">The file from there on; disposed with this stream.</param>
/// <param name="cancellationToken">Ends reading, also within an endless line.</param>
internal sealed class BoundedLines(ReadOnlyMemory<byte> start, Stream rest, CancellationToken cancellationToken) : Stream
{
    /// <summary>The length of the longest line that is a record, in bytes.</summary>
    public const int MaxLine = DatasetLayout.MaxRecordBytes;

    private ReadOnlyMemory<byte> _start = start;
    private int _line;

    /// <summary>How many bytes of the file have been read, cut ones included.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = _start.IsEmpty ? rest.Read(buffer) : ReadStart(buffer);
            if (count == 0)
                return 0;
            BytesRead += count;
            var kept = Cut(buffer[..count]);
            if (kept > 0)
                return kept;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }

    private int ReadStart(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _start.Length);
        _start.Span[..count].CopyTo(buffer);
        _start = _start[count..];
        return count;
    }

    private int Cut(Span<byte> read)
    {
        var first = read.IndexOfAny((byte)'\n', (byte)'\r');
        if (read.Length <= MaxLine && _line + (first < 0 ? read.Length : first) <= MaxLine)
        {
            _line = first < 0 ? _line + read.Length : read.Length - 1 - read.LastIndexOfAny((byte)'\n', (byte)'\r');
            return read.Length;
        }
        var kept = 0;
        for (var i = 0; i < read.Length;)
        {
            var unseen = read[i..];
            var end = unseen.IndexOfAny((byte)'\n', (byte)'\r');
            var text = unseen[..(end < 0 ? unseen.Length : end)];
            var keep = Math.Clamp(MaxLine + 1 - _line, 0, text.Length);
            text[..keep].CopyTo(read[kept..]);
            kept += keep;
            _line = Math.Min(MaxLine + 1, _line + keep);
            i += text.Length;
            if (end >= 0)
            {
                read[kept++] = read[i++];
                _line = 0;
            }
        }
        return kept;
    }
}
