namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Opens the files of datasets, and says in a sentence why one cannot be.</summary>
public static class DatasetFile
{
    /// <summary>Opens <paramref name="path"/> for reading from front to back.</summary>
    /// <exception cref="DatasetException">There is no such file, or it may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
            throw new DatasetException($"{path} is a folder; a dataset is one file.");
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException($"There is no file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DatasetException($"{path} cannot be opened: {e.Message}", e);
        }
    }
}
