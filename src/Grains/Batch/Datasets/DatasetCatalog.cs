using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Datasets in files on this machine and at http(s) addresses, in the formats that it is given readers of.</summary>
public sealed class DatasetCatalog : IDatasetCatalog
{
    private readonly Dictionary<string, IDatasetReader> _readers;
    private readonly DatasetDownloader _downloader;
    private readonly string _allowed;

    /// <summary>A catalog of the formats that <paramref name="readers"/> read.</summary>
    public DatasetCatalog(IEnumerable<IDatasetReader> readers, DatasetDownloader downloader)
    {
        _readers = readers
            .SelectMany(reader => reader.Extensions, (reader, extension) => KeyValuePair.Create(extension, reader))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        _downloader = downloader;
        _allowed = string.Join(", ", _readers.Keys.Order(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public async Task<OpenedDataset> OpenAsync(string location, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(location))
            throw new DatasetException($"No dataset was named; a file or an http(s) address ending in one of {_allowed} is allowed.");
        // The ending is looked at first: nobody should wait for a download that cannot be read.
        var address = AddressOf(location);
        var reader = ReaderOf(location, address?.AbsolutePath ?? location);
        var path = address is null ? location : await _downloader.DownloadAsync(address, progress, cancellationToken);
        var fingerprint = await DatasetFingerprint.OfFileAsync(path, cancellationToken);
        return new OpenedDataset(fingerprint, Path.GetFullPath(path), location, reader);
    }

    private static Uri? AddressOf(string location)
    {
        if (!location.Contains("://", StringComparison.Ordinal))
            return null;
        if (Uri.TryCreate(location, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            return address;
        throw new DatasetException($"{location} is no address that a dataset can be taken from; http:// and https:// are allowed.");
    }

    private IDatasetReader ReaderOf(string location, string path)
    {
        if (_readers.TryGetValue(Path.GetExtension(path), out var reader))
            return reader;
        if (Directory.Exists(path))
            throw new DatasetException($"{location} is a folder; a dataset is one file, ending in one of {_allowed}.");
        throw new DatasetException($"{location} ends in {Quoted.Text(Path.GetExtension(path))}; datasets end in one of {_allowed}.");
    }
}
