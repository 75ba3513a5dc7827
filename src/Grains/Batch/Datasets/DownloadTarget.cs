namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// The files of one download: the whole one, what has come of it so far, and beside each the mark by which the server
/// tells its versions of the file apart.
/// </summary>
internal sealed class DownloadTarget(string path)
{
    /// <summary>The whole file.</summary>
    public string Path { get; } = path;

    /// <summary>What has come so far.</summary>
    public string PartialPath => Path + ".part";

    /// <summary>Whether the whole file is there.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>How much has come, in bytes.</summary>
    public long PartialLength => File.Exists(PartialPath) ? new FileInfo(PartialPath).Length : 0;

    /// <summary>The mark of the whole file's version, or null.</summary>
    public string? Mark => ReadMark(Path);

    /// <summary>The mark of the version that has come in part, or null.</summary>
    public string? PartialMark => ReadMark(PartialPath);

    /// <summary>Forgets what has come, and begins with a version that has <paramref name="mark"/>.</summary>
    public void Begin(string? mark)
    {
        File.Delete(PartialPath);
        File.Delete(MarkPath(PartialPath));
        if (mark is not null)
            File.WriteAllText(MarkPath(PartialPath), mark);
    }

    /// <summary>What has come is the whole file.</summary>
    public void Complete()
    {
        // The old mark goes first and the new one comes last: a mark beside another version's file would keep it for ever.
        File.Delete(MarkPath(Path));
        File.Move(PartialPath, Path, overwrite: true);
        if (File.Exists(MarkPath(PartialPath)))
            File.Move(MarkPath(PartialPath), MarkPath(Path));
    }

    private static string MarkPath(string path) => path + ".etag";

    private static string? ReadMark(string path) => File.Exists(MarkPath(path)) ? File.ReadAllText(MarkPath(path)) : null;
}
