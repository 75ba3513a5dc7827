namespace OrleansLambda.HBase.Client.Operations;

/// <summary>Fetches the next page of a scan while one is being worked through.</summary>
internal sealed class ScanPages : IAsyncDisposable
{
    private readonly ScanCursor _cursor;
    private readonly CancellationTokenSource _stop;
    private Task<List<HBaseRow>?> _next;

    /// <summary>Begins to fetch.</summary>
    public ScanPages(ScanCursor cursor, CancellationToken cancellation)
    {
        (_cursor, _stop) = (cursor, CancellationTokenSource.CreateLinkedTokenSource(cancellation));
        _next = cursor.NextAsync(_stop.Token);
    }

    /// <summary>The next page; null when there are no more.</summary>
    public async Task<List<HBaseRow>?> NextAsync()
    {
        var rows = await _next;
        if (rows is not null)
            _next = _cursor.NextAsync(_stop.Token);
        return rows;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _next.ContinueWith(_ => { }, TaskScheduler.Default); // Its outcome is of no use any more.
        await _cursor.DisposeAsync();
        _stop.Dispose();
    }
}
