namespace OrleansLambda.HBase.Client;

/// <summary>What a region server has done with a mutation before it acknowledges it.</summary>
public enum Durability
{
    /// <summary>What the table is set to; <see cref="SyncWal"/> unless changed.</summary>
    UseDefault = 0,

    /// <summary>It is in memory only: lost when the server dies before the next flush.</summary>
    SkipWal = 1,

    /// <summary>It will be written to the write-ahead log soon: a server's death may lose the last moments.</summary>
    AsyncWal = 2,

    /// <summary>It is in the write-ahead log, handed to the file system.</summary>
    SyncWal = 3,

    /// <summary>It is in the write-ahead log, on disk.</summary>
    FsyncWal = 4,
}
