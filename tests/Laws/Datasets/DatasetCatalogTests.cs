using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Batch.Datasets;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Datasets;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeServer _server = new() { File = [1, 2, 3] };

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reader_IsChosenByTheEnding_InAnyCase()
    {
        Assert.Same(Reading.Csv, (await OpenAsync(_folder.Write("a.csv", "x"))).Reader);
        Assert.Same(Reading.Csv, (await OpenAsync(_folder.Write("b.CSV", "x"))).Reader);
        Assert.Same(Reading.Zip, (await OpenAsync(_folder.Write("c.zip", "x"))).Reader);
        Assert.Same(Reading.Parquet, (await OpenAsync(_folder.Write("d.parquet", "x"))).Reader);
    }

    [Fact]
    public async Task Fingerprint_IsOfTheBytes_WhereverTheyAre()
    {
        var a = await OpenAsync(_folder.Write("a.csv", [1, 2, 3]));
        var b = await OpenAsync(_folder.Write("b.parquet", [1, 2, 3]));
        var other = await OpenAsync(_folder.Write("c.csv", [1, 2, 4]));
        var downloaded = await OpenAsync("http://example.org/x/trips.csv?a=b.zip");

        Assert.Matches("^[0-9a-f]{32}$", a.Fingerprint);
        Assert.Equal(a.Fingerprint, b.Fingerprint);
        Assert.Equal(a.Fingerprint, downloaded.Fingerprint);
        Assert.NotEqual(a.Fingerprint, other.Fingerprint);
        Assert.Equal("http://example.org/x/trips.csv?a=b.zip", downloaded.Location);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(downloaded.Path));
        Assert.Same(Reading.Csv, downloaded.Reader);
    }

    [Fact]
    public async Task WhatIsNoDataset_IsRefused_AndWhatIsAllowedIsSaid()
    {
        Directory.CreateDirectory(_folder["folder.csv"]);
        Directory.CreateDirectory(_folder["folder"]);
        _folder.Write("empty.csv", "");
        _folder.Write("a.txt", "x");
        _folder.Write("noending", "x");

        Assert.Equal($"There is no file {_folder["gone.csv"]}.", await RefusalAsync(_folder["gone.csv"]));
        Assert.Equal($"{_folder["folder.csv"]} is a folder; a dataset is one file.", await RefusalAsync(_folder["folder.csv"]));
        Assert.Equal($"{_folder["folder"]} is a folder; a dataset is one file, ending in one of .csv, .parquet, .zip.", await RefusalAsync(_folder["folder"]));
        Assert.Equal($"{_folder["empty.csv"]} is empty.", await RefusalAsync(_folder["empty.csv"]));
        Assert.Equal($"{_folder["a.txt"]} ends in \".txt\"; datasets end in one of .csv, .parquet, .zip.", await RefusalAsync(_folder["a.txt"]));
        Assert.Equal($"{_folder["noending"]} ends in \"\"; datasets end in one of .csv, .parquet, .zip.", await RefusalAsync(_folder["noending"]));
        Assert.Equal("No dataset was named; a file or an http(s) address ending in one of .csv, .parquet, .zip is allowed.", await RefusalAsync(" "));
        Assert.Equal("ftp://example.org/trips.csv is no address that a dataset can be taken from; http:// and https:// are allowed.", await RefusalAsync("ftp://example.org/trips.csv"));
        Assert.Equal("https://example.org/trips.gz ends in \".gz\"; datasets end in one of .csv, .parquet, .zip.", await RefusalAsync("https://example.org/trips.gz"));
        Assert.Empty(_server.Asked);
    }

    private async Task<string> RefusalAsync(string location) =>
        (await Assert.ThrowsAsync<DatasetException>(() => OpenAsync(location))).Message;

    private Task<OpenedDataset> OpenAsync(string location)
    {
        var options = Options.Create(new DownloadOptions { Folder = _folder["downloads"] });
        var downloader = new DatasetDownloader(new HttpClient(_server, disposeHandler: false), options, TimeProvider.System, NullLogger<DatasetDownloader>.Instance);
        return new DatasetCatalog([Reading.Csv, Reading.Zip, Reading.Parquet], downloader).OpenAsync(location, null, TestContext.Current.CancellationToken);
    }
}
