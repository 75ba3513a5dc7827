using Google.Protobuf;

namespace OrleansLambda.HBase.Client;

/// <summary>Decides on the server which cells and rows are read. It never changes once made.</summary>
public sealed class Filter
{
    private const string Package = "org.apache.hadoop.hbase.filter.";

    private readonly Proto.Filter _proto;

    private Filter(string className, IMessage? state) =>
        _proto = new Proto.Filter { Name = Package + className, SerializedFilter = state?.ToByteString() ?? ByteString.Empty };

    /// <summary>Only the first cell of each row: enough to count rows.</summary>
    public static Filter FirstKeyOnly { get; } = new("FirstKeyOnlyFilter", null);

    /// <summary>Cells without their values.</summary>
    public static Filter KeyOnly { get; } = new("KeyOnlyFilter", new Proto.KeyOnlyFilter { LenAsVal = false });

    /// <summary>
    /// Rows with these keys, given in any order: the server goes from one to the next, and passes over what lies between. For
    /// many rows that lie close together a scan with it, from the first key to the last, costs far less than as many
    /// <see cref="Get"/>s.
    /// </summary>
    /// <exception cref="ArgumentException">There is no key.</exception>
    public static Filter Rows(IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        var ranges = new Proto.MultiRowRangeFilter();
        foreach (var key in keys)
        {
            var row = UnsafeByteOperations.UnsafeWrap(key);
            ranges.RowRangeList.Add(new Proto.RowRange { StartRow = row, StartRowInclusive = true, StopRow = row, StopRowInclusive = true });
        }
        return ranges.RowRangeList.Count > 0 ? new("MultiRowRangeFilter", ranges) : throw new ArgumentException("There is no key.", nameof(keys));
    }

    /// <summary>
    /// Rows whose column has a value that compares so with another, as bytes. The column must be among those that are read.
    /// </summary>
    /// <param name="family">The column's family.</param>
    /// <param name="qualifier">The column's name within it.</param>
    /// <param name="comparison">How the row's value must compare: <see cref="Comparison.Less"/> keeps rows whose value is less than <paramref name="value"/>.</param>
    /// <param name="value">The value to compare with.</param>
    /// <param name="keepIfMissing">Whether rows without the column are kept.</param>
    public static Filter ColumnValue(
        ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, Comparison comparison, ReadOnlyMemory<byte> value, bool keepIfMissing = false) =>
        new("SingleColumnValueFilter", new Proto.SingleColumnValueFilter
        {
            ColumnFamily = UnsafeByteOperations.UnsafeWrap(family),
            ColumnQualifier = UnsafeByteOperations.UnsafeWrap(qualifier),
            CompareOp = (Proto.CompareType)comparison,
            Comparator = Comparators.Binary(value),
            FilterIfMissing = !keepIfMissing,
            LatestVersionOnly = true,
        });

    /// <summary>What passes all of these.</summary>
    public static Filter All(params ReadOnlySpan<Filter> filters) => List(Proto.FilterList.Types.Operator.MustPassAll, filters);

    /// <summary>What passes any of these.</summary>
    public static Filter Any(params ReadOnlySpan<Filter> filters) => List(Proto.FilterList.Types.Operator.MustPassOne, filters);

    internal Proto.Filter ToProto() => _proto;

    private static Filter List(Proto.FilterList.Types.Operator rule, ReadOnlySpan<Filter> filters)
    {
        var list = new Proto.FilterList { Operator = rule };
        foreach (var filter in filters)
            list.Filters.Add(filter._proto);
        return new Filter("FilterList", list);
    }
}
