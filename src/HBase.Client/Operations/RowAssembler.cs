namespace OrleansLambda.HBase.Client.Operations;

/// <summary>Puts rows together that came in parts.</summary>
internal sealed class RowAssembler
{
    private readonly List<HBaseRow> _parts = [];

    /// <summary>Whether a row has begun whose end has not come.</summary>
    public bool IsOpen => _parts.Count > 0;

    /// <summary>Takes a page and gives the rows that are whole then.</summary>
    public List<HBaseRow> Take(ScanPage page)
    {
        var whole = new List<HBaseRow>(page.Rows.Count);
        for (var i = 0; i < page.Rows.Count; i++)
        {
            var row = page.Rows[i];
            if (IsOpen && !_parts[0].Key.Span.SequenceEqual(row.Key.Span))
                whole.Add(Join()); // What came last was its end; the server could not know.
            if (page.Partial[i] || IsOpen)
                _parts.Add(row);
            else
                whole.Add(row);
            if (!page.Partial[i] && IsOpen)
                whole.Add(Join());
        }
        if (IsOpen && (!page.MoreInRegion || !page.MoreResults))
            whole.Add(Join());
        return whole;
    }

    /// <summary>Forgets a row that has begun: it will be read again from its beginning.</summary>
    public void Drop() => _parts.Clear();

    private HBaseRow Join()
    {
        var row = _parts.Count == 1 ? _parts[0] : HBaseRow.Join(_parts);
        _parts.Clear();
        return row;
    }
}
