namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>Where in a transaction a test may let something go wrong.</summary>
internal enum WriteMoment
{
    /// <summary>All requests are written, nothing is committed.</summary>
    BeforeCommit,

    /// <summary>The commit is under way; whether it happens is open.</summary>
    DuringCommit,

    /// <summary>The commit has happened, and nobody knows yet.</summary>
    AfterCommit,
}
