using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Tests.Operations;

/// <summary>Who leaves a scan does not wait for its server, and leaves no scanner open there.</summary>
public sealed class ScanLeavingTests : IAsyncDisposable
{
    private const int Limit = 60_000;

    private readonly TableDialer _cluster = new() { Rows = { "a", "b", "c", "x", "y", "z" } };
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HBaseClient _client;

    public ScanLeavingTests()
    {
        _cluster.Split("m");
        _client = _cluster.NewClient();
    }

    [Fact(Timeout = Limit)]
    public async Task OpenThatIsCancelledUnderWay_IsClosed_WhenItsAnswerComes()
    {
        Hold(request => request.Scan is not null);
        using var stop = new CancellationTokenSource();
        var reading = _client.GetTable("t").ScanAsync(new Scan { PageRows = 1 }, stop.Token).FirstOrDefaultAsync(CancellationToken.None).AsTask();
        await _held.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        _answering.SetResult();
        await ClosedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task OpenOfTheNextRegion_IsClosed_WhenTheScanIsLeftMeanwhile()
    {
        Hold(request => request.Scan is { } scan && scan.StartRow.ToStringUtf8() == "m");
        await foreach (var row in _client.GetTable("t").ScanAsync(new Scan { StartRow = "b".Utf8(), PageRows = 2 }))
        {
            Assert.Equal("b", row.Value());
            await _held.Task;
            break;
        }
        _answering.SetResult();
        await ClosedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task HangingServer_HoldsNobodyUp_WhoLeaves_AndItsScannerIsClosedBehindTheCall()
    {
        Hold(request => request.Scan is null);
        await foreach (var row in _client.GetTable("t").ScanAsync(new Scan { PageRows = 1 }))
        {
            Assert.Equal("a", row.Value());
            await _held.Task;
            break;
        }
        Assert.DoesNotContain(_cluster.Asked.OfType<Proto.ScanRequest>(), request => request.CloseScanner); // A server closes none that it is reading from.
        _answering.SetResult();
        await ClosedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task HangingRenewal_HoldsNobodyUp_WhoLeaves()
    {
        Hold(request => request.Renew);
        var time = new FakeTimeProvider();
        await using var client = _cluster.NewClient(time: time);
        var cursor = new ScanCursor(client.Core, "t", new Scan { PageRows = 1 }, new KeyRange(default, true, default, false));
        Assert.Single((await cursor.NextAsync(default))!);
        time.Advance(TableDialer.Lease / 2);
        await _held.Task;
        await cursor.DisposeAsync();
        _answering.SetResult();
        await ClosedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task EndOfTheClient_EndsWhatIsInTheBackground()
    {
        Hold(request => request.Scan is null);
        await foreach (var row in _client.GetTable("t").ScanAsync(new Scan { PageRows = 1 }))
        {
            await _held.Task;
            break;
        }
        await _client.DisposeAsync();
        Assert.Equal(0, _client.Core.Pool.Count);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <summary>Holds back the answer to each such call about the table until <see cref="_answering"/>.</summary>
    private void Hold(Predicate<Proto.ScanRequest> which) => _cluster.Before = async request =>
    {
        if (request is Proto.ScanRequest scan && !TableDialer.IsAboutCatalog(scan) && which(scan))
        {
            _held.TrySetResult();
            await _answering.Task;
        }
        return null;
    };

    private async Task ClosedAsync()
    {
        while (_cluster.Scanners > 0 || !_cluster.Asked.OfType<Proto.ScanRequest>().Any(request => request.CloseScanner))
            await Task.Delay(5);
    }
}
