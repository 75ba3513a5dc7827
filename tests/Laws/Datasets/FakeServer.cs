using System.Net;
using System.Net.Http.Headers;

namespace OrleansLambda.Laws.Datasets;

/// <summary>An http server with one file, and whatever a test wants to go wrong.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    /// <summary>The file.</summary>
    public byte[] File { get; set; } = [];

    /// <summary>Its strong entity tag, without the quotation marks; null for none.</summary>
    public string? Tag { get; set; } = "v1";

    /// <summary>Whether parts may be asked for.</summary>
    public bool AllowsRanges { get; set; } = true;

    /// <summary>Whether the length is told.</summary>
    public bool TellsLength { get; set; } = true;

    /// <summary>After how many bytes each coming answer breaks off, or what it is instead.</summary>
    public Queue<object> Faults { get; } = [];

    /// <summary>What was asked for, such as <c>bytes=5-</c>; empty for the whole.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>How many bytes of the file were sent.</summary>
    public long Sent { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.Headers.Range?.ToString() ?? "");
        var fault = Faults.TryDequeue(out var next) ? next : null;
        if (fault is HttpStatusCode status)
            return Task.FromResult(new HttpResponseMessage(status));
        if (fault is Exception exception)
            return Task.FromException<HttpResponseMessage>(exception);
        var tag = Tag is null ? null : new EntityTagHeaderValue($"\"{Tag}\"");
        if (tag is not null && request.Headers.IfNoneMatch.Contains(tag))
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotModified));
        var from = AllowsRanges && request.Headers.Range is { } range && request.Headers.IfRange?.EntityTag?.Tag == tag?.Tag ? range.Ranges.Single().From!.Value : 0;
        if (from > 0 && from >= File.Length)
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable));
        var rest = File.AsMemory((int)from);
        var length = fault is int bytes ? Math.Min(bytes, rest.Length) : rest.Length;
        Sent += length;
        var response = new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = new StreamContent(new BreakingStream(rest[..length], breaks: length < rest.Length)),
        };
        if (from > 0)
            response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, File.Length - 1, File.Length);
        if (TellsLength)
            response.Content.Headers.ContentLength = rest.Length;
        response.Headers.ETag = tag;
        return Task.FromResult(response);
    }

    private sealed class BreakingStream(ReadOnlyMemory<byte> bytes, bool breaks) : Stream
    {
        private ReadOnlyMemory<byte> _rest = bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_rest.IsEmpty && breaks)
                throw new IOException("The connection was reset.");
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.Span[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
