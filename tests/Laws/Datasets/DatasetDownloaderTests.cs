using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Batch.Datasets;

namespace OrleansLambda.Laws.Datasets;

public sealed class DatasetDownloaderTests : IDisposable
{
    private static readonly Uri Address = new("https://example.org/data/trips.csv?month=1");

    private readonly TempFolder _folder = new();
    private readonly FakeServer _server = new() { File = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))] };
    private readonly DownloadOptions _options = new() { Attempts = 3, Backoff = TimeSpan.Zero };

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Download_BringsTheFile_UnderANameThatEndsInItsOwn()
    {
        var path = await DownloadAsync();

        Assert.Equal(_server.File, File.ReadAllBytes(path));
        Assert.EndsWith("-trips.csv", path, StringComparison.Ordinal);
        Assert.Equal(["downloads"], Directory.GetDirectories(_folder[""]).Select(Path.GetFileName));
        Assert.DoesNotContain(Directory.GetFiles(_folder["downloads"]), file => file.Contains(".part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(299_999)]
    public async Task Download_ThatBrokeOff_IsGoneOnWith(int bytes)
    {
        _server.Faults.Enqueue(bytes);

        var path = await DownloadAsync();

        Assert.Equal(_server.File, File.ReadAllBytes(path));
        Assert.Equal(["", $"bytes={bytes}-"], _server.Asked);
        Assert.Equal(_server.File.Length, _server.Sent);
    }

    [Fact]
    public async Task Download_GetsThrough_HoweverOftenItBreaksOff_WhileItGetsOn()
    {
        for (var i = 0; i < 20; i++)
            _server.Faults.Enqueue(10_000);

        var path = await DownloadAsync();

        Assert.Equal(_server.File, File.ReadAllBytes(path));
        Assert.Equal(_server.File.Length, _server.Sent);
    }

    [Fact]
    public async Task Download_BeginsAnew_WhereTheFileHasChanged()
    {
        _server.Faults.Enqueue(100_000);
        _server.Faults.Enqueue(HttpStatusCode.ServiceUnavailable);
        _options.Attempts = 2;
        await Assert.ThrowsAsync<DatasetException>(DownloadAsync);
        _server.File = [.. _server.File.Reverse()];
        _server.Tag = "v2";

        var path = await DownloadAsync();

        Assert.Equal(_server.File, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(false, "v1")]
    [InlineData(true, null)]
    public async Task Download_BeginsAnew_WhereTheServerCannotResume(bool allowsRanges, string? tag)
    {
        _server.AllowsRanges = allowsRanges;
        _server.Tag = tag;
        _server.Faults.Enqueue(100_000);

        Assert.Equal(_server.File, File.ReadAllBytes(await DownloadAsync()));
    }

    [Fact]
    public async Task Download_IsNotRepeated_WhileTheFileIsTheSame()
    {
        await DownloadAsync();

        var path = await DownloadAsync();

        Assert.Equal(_server.File, File.ReadAllBytes(path));
        Assert.Equal(_server.File.Length, _server.Sent);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Download_IsRepeated_WhereTheFileHasChanged()
    {
        await DownloadAsync();
        _server.File = [1, 2, 3];
        _server.Tag = "v2";

        Assert.Equal(_server.File, File.ReadAllBytes(await DownloadAsync()));
    }

    [Fact]
    public async Task KeptFile_IsTaken_WhereTheServerCannotBeReached()
    {
        var path = await DownloadAsync();
        for (var i = 0; i < 3; i++)
            _server.Faults.Enqueue(new HttpRequestException("No route to host."));

        Assert.Equal(path, await DownloadAsync());
        Assert.Equal(_server.File, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Download_IsGivenUp_AfterItsAttempts()
    {
        for (var i = 0; i < 5; i++)
            _server.Faults.Enqueue(HttpStatusCode.BadGateway);

        var e = await Assert.ThrowsAsync<DatasetException>(DownloadAsync);

        Assert.Equal($"{Address} could not be downloaded in 3 attempts: the server answered 502 Bad Gateway", e.Message);
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task Download_IsNotTriedAgain_WhereThatWouldNotHelp()
    {
        _server.Faults.Enqueue(HttpStatusCode.NotFound);

        var e = await Assert.ThrowsAsync<DatasetException>(DownloadAsync);

        Assert.Equal($"{Address} cannot be downloaded: the server answered 404 Not Found.", e.Message);
        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Download_ThatIsTooLarge_IsRefused(bool tellsLength)
    {
        _server.TellsLength = tellsLength;
        _options.MaxBytes = 299_999;

        var e = await Assert.ThrowsAsync<DatasetException>(DownloadAsync);

        Assert.Equal($"{Address} is larger than 299999 bytes, the largest download that the settings allow.", e.Message);
    }

    [Fact]
    public async Task Progress_RisesToTheEnd()
    {
        List<double> told = [];

        await Downloader().DownloadAsync(Address, new Told(told), TestContext.Current.CancellationToken);

        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
    }

    private Task<string> DownloadAsync() => Downloader().DownloadAsync(Address, null, TestContext.Current.CancellationToken);

    private DatasetDownloader Downloader()
    {
        _options.Folder = _folder["downloads"];
        return new DatasetDownloader(new HttpClient(_server, disposeHandler: false), Options.Create(_options), TimeProvider.System, NullLogger<DatasetDownloader>.Instance);
    }

    private sealed class Told(List<double> told) : IProgress<double>
    {
        public void Report(double value) => told.Add(value);
    }
}
