using System.Buffers;
using System.Text.Json;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>
/// The records of one dataset that are no trips, one JSON object a line: <c>line</c>, <c>reason</c>, <c>text</c>.
/// Each stands there once: the import's checkpoint remembers the length, and what a kill left behind it is cut off.
/// </summary>
internal sealed class RejectFile : IAsyncDisposable
{
    private const int BlockBytes = 65_536;

    private readonly string _path;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private FileStream? _file;

    private RejectFile(string path) => _path = path;

    /// <summary>The length with everything appended so far, in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Where the rejects of import <paramref name="id"/> are.</summary>
    public static string PathOf(string directory, string id) => Path.GetFullPath(Path.Combine(directory, id + ".ndjson"));

    /// <summary>Opens the file and cuts it to <paramref name="length"/>; null when it is shorter, because somebody removed it.</summary>
    public static RejectFile? Open(string path, long length)
    {
        var file = new FileInfo(path);
        if ((file.Exists ? file.Length : 0) < length)
            return null;
        var rejects = new RejectFile(path) { Length = length };
        if (file.Exists)
        {
            rejects._file = OpenStream(path);
            rejects._file.SetLength(length);
            rejects._file.Position = length;
            rejects.Flush();
        }
        return rejects;
    }

    /// <summary>Appends <paramref name="rejects"/>; they are durable after the next <see cref="Flush"/>.</summary>
    public async Task AppendAsync(IReadOnlyList<RejectedRecord> rejects, CancellationToken cancellationToken)
    {
        if (rejects.Count == 0)
            return;
        _file ??= Create();
        foreach (var reject in rejects)
        {
            Write(reject);
            if (_lines.WrittenCount >= BlockBytes)
                await WriteOutAsync(cancellationToken);
        }
        await WriteOutAsync(cancellationToken);
    }

    /// <summary>Returns once everything appended has reached the disk. Blocks: the runtime knows no asynchronous way.</summary>
    public void Flush() => _file?.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);

    private FileStream Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        return OpenStream(_path);
    }

    private async Task WriteOutAsync(CancellationToken cancellationToken)
    {
        await _file!.WriteAsync(_lines.WrittenMemory, cancellationToken);
        Length += _lines.WrittenCount;
        _lines.ResetWrittenCount();
    }

    private void Write(RejectedRecord reject)
    {
        using (var json = new Utf8JsonWriter(_lines))
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, reject.Line);
            json.WriteString("reason"u8, reject.Reason);
            json.WriteString("text"u8, reject.Text);
            json.WriteEndObject();
        }
        _lines.Write("\n"u8);
    }
}
