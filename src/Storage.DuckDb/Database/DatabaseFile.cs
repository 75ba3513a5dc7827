using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>The file: opens connections to it, and says in plain words why it cannot.</summary>
internal sealed partial class DatabaseFile(DuckDbOptions options)
{
    // DuckDB shares one instance among all connections of a process to one path, and would let two owners in.
    private static readonly HashSet<string> Owned = new(StringComparer.Ordinal);

    /// <summary>Where it is.</summary>
    public string Path { get; } = options.FullPath;

    /// <summary>The size of the write-ahead log, in bytes.</summary>
    public long LogBytes => new FileInfo(Path + ".wal") is { Exists: true } log ? log.Length : 0;

    /// <summary>Takes the file for this owner alone within the process, and makes its folder.</summary>
    /// <exception cref="DuckDbOpenException">It has another owner, or the folder cannot be made or written to.</exception>
    public void Claim()
    {
        lock (Owned)
            if (!Owned.Add(Path))
                throw new DuckDbOpenException($"{Path} is in use already, by this process itself.");
        try
        {
            PrepareFolder(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Leaves the file to others.</summary>
    public void Release()
    {
        lock (Owned)
            Owned.Remove(Path);
    }

    /// <summary>Opens a connection. The first to be opened locks the file, and the last to be closed lets go of it.</summary>
    /// <exception cref="DuckDbOpenException">The file cannot be opened, for a reason that will not go away by itself.</exception>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(new DuckDBConnectionStringBuilder
        {
            DataSource = Path,
            MemoryLimit = $"{options.MemoryLimitMegabytes}MiB",
            Threads = options.Threads,
            CheckpointThreshold = $"{options.CheckpointThresholdMegabytes}MiB",
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (DuckDBException exception)
        {
            connection.Dispose();
            throw Explain(exception.Message, exception);
        }
    }

    // A process that dies between making the file and writing its first bytes leaves an empty file, which is none to DuckDB.
    private void PrepareFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            if (new FileInfo(Path) is { Exists: true, Length: 0 } && LogBytes == 0)
                File.Delete(Path);
            var probe = System.IO.Path.Combine(folder, $".{Guid.NewGuid():n}.probe");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DuckDbOpenException(
                $"The folder {folder} cannot be written to: {exception.Message} Give this user the right to, or name another file in {Setting}.",
                exception);
        }
    }

    /// <summary>What DuckDB said, in words that help. It has one kind of error for all of these; only its words tell them apart.</summary>
    internal DuckDbOpenException Explain(string said, Exception? exception)
    {
        if (said.Contains("Could not set lock", StringComparison.Ordinal))
            return new($"{Path} is in use by {Holder(said)}. End it, or name another file in {Setting}.", exception);
        if (said.Contains("not a valid DuckDB database file", StringComparison.Ordinal))
            return new($"{Path} is not a DuckDB database. Move it away, or name another file in {Setting}.", exception);
        if (said.Contains("version number", StringComparison.Ordinal))
            return new($"{Path} was written by a newer DuckDB than the one in this program. Update the program. DuckDB says: {said}", exception);
        if (said.Contains("Corrupt", StringComparison.Ordinal) || said.Contains("checksum", StringComparison.Ordinal))
            return new($"{Path} is damaged. Put back a copy of it and of {Path}.wal, or move both away to start anew. DuckDB says: {said}", exception);
        if (said.Contains("No space left", StringComparison.Ordinal))
            return new($"The disk that holds {Path} is full. Make room, then start again.", exception);
        if (said.Contains("Permission denied", StringComparison.Ordinal))
            return new($"{Path} may not be read and written by this user. Give it the right to, or name another file in {Setting}.", exception);
        return new($"{Path} cannot be opened. DuckDB says: {said}", exception);
    }

    private static string Holder(string said) =>
        HolderPattern().Match(said) is { Success: true } match ? $"process {match.Groups["pid"].Value} ({match.Groups["program"].Value})" : "another process";

    private static string Setting => $"{DuckDbOptions.SectionName}:{nameof(DuckDbOptions.Path)}";

    [GeneratedRegex(@"Conflicting lock is held in (?<program>.*?) \(PID (?<pid>\d+)\)")]
    private static partial Regex HolderPattern();
}
