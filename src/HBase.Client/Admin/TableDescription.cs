using System.Text;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Regions;

namespace OrleansLambda.HBase.Client;

/// <summary>What a table is like.</summary>
public sealed class TableDescription
{
    /// <summary>A table with these families.</summary>
    /// <param name="name">Its name, with its namespace and <c>:</c> before it where that is not the default one.</param>
    /// <param name="families">Its families of columns, at least one.</param>
    /// <exception cref="ArgumentException">It is no name of a table, or there is no family.</exception>
    public TableDescription(string name, params IEnumerable<FamilyDescription> families)
    {
        Name = TableNames.Normalize(name);
        Families = [.. families];
        if (Families.Count == 0)
            throw new ArgumentException("A table has at least one family of columns.", nameof(families));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its families of columns.</summary>
    public IReadOnlyList<FamilyDescription> Families { get; }

    /// <summary>Further attributes of HBase's, by their names there, such as <c>DURABILITY</c>.</summary>
    public IDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    internal static TableDescription Of(Proto.TableSchema schema)
    {
        var table = new TableDescription(TableNames.Of(schema.TableName), schema.ColumnFamilies.Select(FamilyDescription.Of));
        foreach (var attribute in schema.Attributes)
            table.Attributes[attribute.First.ToStringUtf8()] = attribute.Second.ToStringUtf8();
        return table;
    }

    internal static Proto.BytesBytesPair Pair(string name, string value) =>
        new() { First = ByteString.CopyFromUtf8(name), Second = ByteString.CopyFrom(value, Encoding.UTF8) };

    internal Proto.TableSchema ToProto()
    {
        var schema = new Proto.TableSchema { TableName = TableNames.ToProto(Name) };
        schema.Attributes.AddRange(Attributes.Select(attribute => Pair(attribute.Key, attribute.Value)));
        schema.ColumnFamilies.AddRange(Families.Select(family => family.ToProto()));
        return schema;
    }
}
