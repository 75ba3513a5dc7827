namespace OrleansLambda.Grains.Ports;

/// <summary>Finds datasets: brings one onto this machine, names it by its bytes, and knows who reads its format.</summary>
public interface IDatasetCatalog
{
    /// <summary>Opens the dataset at <paramref name="location"/>. Opening the same bytes again gives the same fingerprint.</summary>
    /// <param name="location">A file (.csv, .zip holding one .csv, .parquet) or an http(s) address of one.</param>
    /// <param name="progress">Told how much of a download is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <exception cref="DatasetException">There is no such dataset, or it is of no known format; the message says what is allowed.</exception>
    Task<OpenedDataset> OpenAsync(string location, IProgress<double>? progress, CancellationToken cancellationToken);
}
