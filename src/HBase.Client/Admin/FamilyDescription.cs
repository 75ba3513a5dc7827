using System.Globalization;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client;

/// <summary>What a family of columns is like. What is not set is left to the server.</summary>
/// <param name="name">Its name.</param>
public sealed class FamilyDescription(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>How many versions of a value are kept. HBase's default: 1.</summary>
    public int? MaxVersions { get => Number("VERSIONS"); init => Set("VERSIONS", value); }

    /// <summary>How long values are kept, in whole seconds. HBase's default: for ever.</summary>
    public TimeSpan? TimeToLive
    {
        get => Number("TTL") is { } seconds and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
        init => Set("TTL", value is { } span ? checked((int)span.TotalSeconds) : null);
    }

    /// <summary>How files are compressed: <c>NONE</c>, <c>GZ</c>, <c>SNAPPY</c>, <c>LZ4</c>, <c>ZSTD</c> or what else the servers have.</summary>
    public string? Compression { get => Text("COMPRESSION"); init => Set("COMPRESSION", value); }

    /// <summary>What files' Bloom filters are about: <c>NONE</c>, <c>ROW</c> or <c>ROWCOL</c>.</summary>
    public string? BloomFilter { get => Text("BLOOMFILTER"); init => Set("BLOOMFILTER", value); }

    /// <summary>How keys within a block are packed: <c>NONE</c>, <c>PREFIX</c>, <c>DIFF</c>, <c>FAST_DIFF</c> or <c>ROW_INDEX_V1</c>.</summary>
    public string? BlockEncoding { get => Text("DATA_BLOCK_ENCODING"); init => Set("DATA_BLOCK_ENCODING", value); }

    /// <summary>All attributes, by HBase's names.</summary>
    public IDictionary<string, string> Attributes { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    internal static FamilyDescription Of(Proto.ColumnFamilySchema schema)
    {
        var family = new FamilyDescription(schema.Name.ToStringUtf8());
        foreach (var attribute in schema.Attributes)
            family.Attributes[attribute.First.ToStringUtf8()] = attribute.Second.ToStringUtf8();
        return family;
    }

    internal Proto.ColumnFamilySchema ToProto()
    {
        var schema = new Proto.ColumnFamilySchema { Name = ByteString.CopyFromUtf8(Name) };
        schema.Attributes.AddRange(Attributes.Select(attribute => TableDescription.Pair(attribute.Key, attribute.Value)));
        return schema;
    }

    private string? Text(string key) => Attributes.TryGetValue(key, out var value) ? value : null;

    private int? Number(string key) => int.TryParse(Text(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Set(string key, object? value)
    {
        if (value is not null)
            Attributes[key] = string.Create(CultureInfo.InvariantCulture, $"{value}");
    }
}
