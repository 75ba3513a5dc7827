namespace OrleansLambda.HBase.Client;

/// <summary>What a cell says about its column; the numbers are HBase's own.</summary>
public enum CellType : byte
{
    /// <summary>The column has this value from the cell's timestamp on.</summary>
    Put = 4,

    /// <summary>The version of exactly this timestamp is gone.</summary>
    Delete = 8,

    /// <summary>All cells of the family with exactly this timestamp are gone.</summary>
    DeleteFamilyVersion = 10,

    /// <summary>The column's versions up to this timestamp are gone.</summary>
    DeleteColumn = 12,

    /// <summary>The family's versions up to this timestamp are gone.</summary>
    DeleteFamily = 14,
}
