namespace OrleansLambda.HBase.Client;

/// <summary>How one value compares with another, as bytes without sign.</summary>
public enum Comparison
{
    /// <summary>It is less.</summary>
    Less = 0,

    /// <summary>It is less or the same.</summary>
    LessOrEqual = 1,

    /// <summary>It is the same.</summary>
    Equal = 2,

    /// <summary>It is another.</summary>
    NotEqual = 3,

    /// <summary>It is greater or the same.</summary>
    GreaterOrEqual = 4,

    /// <summary>It is greater.</summary>
    Greater = 5,
}
