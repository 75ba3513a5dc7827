namespace OrleansLambda.HBase.Client;

/// <summary>Something that was asked of HBase failed. The type says why; the properties say what and where, as far as is known.</summary>
public abstract class HBaseException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The table.</summary>
    public string? Table { get; internal set; }

    /// <summary>The row's key.</summary>
    public ReadOnlyMemory<byte>? Row { get; internal set; }

    /// <summary>The region's name.</summary>
    public string? Region { get; internal set; }

    /// <summary>The server that was asked last, as host:port.</summary>
    public string? Server { get; internal set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; internal set; }
}
