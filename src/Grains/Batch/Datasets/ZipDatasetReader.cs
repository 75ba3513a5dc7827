using System.IO.Compression;
using System.IO.Hashing;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Reads a dataset from a <c>.zip</c> file that holds exactly one <c>.csv</c>, without unpacking it to a disk.</summary>
public sealed class ZipDatasetReader : IDatasetReader
{
    private const int BufferBytes = 1 << 18;

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".zip"];

    /// <inheritdoc/>
    public IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromOrdinal);
        return ChunkPump.RunAsync(stop => Read(path, fromOrdinal, trips, stop), cancellationToken);
    }

    private static IEnumerable<DatasetChunk> Read(string path, long fromOrdinal, int trips, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        using var zip = OpenZip(file, DatasetFile.Open(path));
        var entry = FindCsv(file, zip);
        Check(file, entry, cancellationToken);
        foreach (var chunk in CsvDataset.Read($"{file} ({entry.FullName})", OpenEntry(file, entry), entry.Length, fromOrdinal, trips, cancellationToken))
            yield return chunk;
    }

    private static ZipArchive OpenZip(string file, Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            stream.Dispose();
            throw new DatasetException($"{file} is no zip archive: {e.Message}", e);
        }
    }

    private static ZipArchiveEntry FindCsv(string file, ZipArchive zip)
    {
        ZipArchiveEntry[] found;
        try
        {
            found = [.. zip.Entries.Where(IsCsv)];
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DatasetException($"The table of contents of {file} is corrupt: {e.Message}", e);
        }
        if (found.Length == 1)
            return found[0];
        var names = string.Join(", ", zip.Entries.Take(8).Select(entry => Quoted.Text(entry.FullName)));
        throw new DatasetException($"{file} holds {(found.Length == 0 ? "no .csv file" : $"{found.Length} .csv files")}; exactly one is needed. It holds {(names.Length == 0 ? "nothing" : names)}.");
    }

    // macOS adds a file of its own beside every file it packs.
    private static bool IsCsv(ZipArchiveEntry entry) =>
        entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    // The archive's checksum is known to be right or wrong only at the end, and by then damaged trips would have been
    // stored for good. So it is unpacked once for the checksum, and once more for the trips.
    private static void Check(string file, ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted)
            throw new DatasetException($"{entry.FullName} in {file} is encrypted; a dataset is not.");
        var crc = new Crc32();
        var buffer = new byte[BufferBytes];
        long length = 0;
        using var stream = OpenEntry(file, entry);
        try
        {
            for (int count; (count = stream.Read(buffer)) > 0 && length <= entry.Length; length += count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                crc.Append(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DatasetException($"{entry.FullName} in {file} is corrupt after {length} bytes: {e.Message}", e);
        }
        if (length != entry.Length || crc.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new DatasetException($"{entry.FullName} in {file} is corrupt: it does not match its length and checksum.");
    }

    private static Stream OpenEntry(string file, ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new DatasetException($"{entry.FullName} in {file} cannot be unpacked: {e.Message}", e);
        }
    }
}
