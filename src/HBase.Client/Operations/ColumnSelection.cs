using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>Which columns are read: all, until one or a family is named.</summary>
internal sealed class ColumnSelection
{
    private readonly List<Proto.Column> _columns = [];

    public void Add(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte>? qualifier)
    {
        var name = UnsafeByteOperations.UnsafeWrap(family);
        var column = _columns.Find(c => c.Family == name);
        if (column is null)
            _columns.Add(column = new Proto.Column { Family = name });
        else if (qualifier is null || column.Qualifier.Count == 0)
            qualifier = null; // The whole family is wider than any column of it.
        if (qualifier is { } named)
            column.Qualifier.Add(UnsafeByteOperations.UnsafeWrap(named));
        else
            column.Qualifier.Clear();
    }

    public void CopyTo(Google.Protobuf.Collections.RepeatedField<Proto.Column> columns) => columns.AddRange(_columns);
}
