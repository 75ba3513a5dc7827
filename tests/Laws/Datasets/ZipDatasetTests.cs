using System.IO.Compression;
using System.Text;

namespace OrleansLambda.Laws.Datasets;

public sealed class ZipDatasetTests
{
    private const string Csv = "tpep_pickup_datetime,fare_amount\n2024-01-01 00:57:55,17.7\nbad\n2024-01-02 00:57:55,1\n";

    [Fact]
    public async Task Zip_GivesWhatItsCsvGives()
    {
        using var folder = new TempFolder();
        var plain = await Reading.OfCsvAsync(Csv);

        var zipped = await Reading.OfAsync(Reading.Zip, Zip(folder, ("a/trips.CSV", Csv), ("readme.txt", "hello"), ("__MACOSX/a/._trips.csv", "\0\0")));

        Assert.Equal(plain.Trips.Select(Reading.Show), zipped.Trips.Select(Reading.Show));
        Assert.Equal(plain.Rejects, zipped.Rejects);
    }

    [Fact]
    public async Task Zip_WithoutACsv_IsRefused()
    {
        using var folder = new TempFolder();

        Assert.Equal(
            "trips.zip holds no .csv file; exactly one is needed. It holds \"readme.txt\", \"trips.parquet\".",
            await Reading.RefusalOfAsync(Reading.Zip, Zip(folder, ("readme.txt", "hello"), ("trips.parquet", "x"))));
    }

    [Fact]
    public async Task Zip_WithSeveralCsvs_IsRefused()
    {
        using var folder = new TempFolder();

        Assert.Equal(
            "trips.zip holds 2 .csv files; exactly one is needed. It holds \"a.csv\", \"b.csv\".",
            await Reading.RefusalOfAsync(Reading.Zip, Zip(folder, ("a.csv", Csv), ("b.csv", Csv))));
    }

    [Fact]
    public async Task Zip_ThatIsEmpty_IsRefused()
    {
        using var folder = new TempFolder();

        Assert.Equal(
            "trips.zip holds no .csv file; exactly one is needed. It holds nothing.",
            await Reading.RefusalOfAsync(Reading.Zip, Zip(folder)));
    }

    [Fact]
    public async Task FileThatIsNoZip_IsRefused()
    {
        using var folder = new TempFolder();

        Assert.StartsWith("trips.zip is no zip archive: ", await Reading.RefusalOfAsync(Reading.Zip, folder.Write("trips.zip", Csv)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_ThatIsEncrypted_IsRefused()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Zip(folder, ("trips.csv", Csv)));
        // Bit 0 of the general purpose flags, in the file's own header and in the table of contents.
        bytes[bytes.AsSpan().IndexOf("PK\u0003\u0004"u8) + 6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Assert.Equal("trips.csv in trips.zip is encrypted; a dataset is not.", await Reading.RefusalOfAsync(Reading.Zip, folder.Write("trips.zip", bytes)));
    }

    [Fact]
    public async Task Zip_WithAnyByteDamaged_GivesTheSameTripsOrIsRefused()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Zip(folder, ("trips.csv", string.Concat(Enumerable.Repeat(Csv, 1)))));
        var whole = (await Reading.OfCsvAsync(Csv)).Trips.Select(Reading.Show).ToArray();
        var refused = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes[..i], (byte)~bytes[i], .. bytes[(i + 1)..]];
            try
            {
                var reading = await Reading.OfAsync(Reading.Zip, folder.Write("trips.zip", damaged));

                Assert.Equal(whole, reading.Trips.Select(Reading.Show));
            }
            catch (DatasetException e)
            {
                Assert.StartsWith("trips.", e.Message.Replace("The table of contents of ", "", StringComparison.Ordinal), StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, bytes.Length / 4, bytes.Length);
    }

    [Fact]
    public async Task Zip_CutShortAnywhere_IsRefused()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Zip(folder, ("trips.csv", Csv)));
        for (var length = 0; length < bytes.Length; length++)
            Assert.NotEmpty(await Reading.RefusalOfAsync(Reading.Zip, folder.Write("trips.zip", bytes.AsSpan(0, length))));
    }

    [Fact]
    public async Task WideText_InAZip_IsRefused()
    {
        using var folder = new TempFolder();
        var path = folder["trips.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("trips.csv").Open())
            entry.Write([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Csv)]);

        Assert.StartsWith("trips.zip (trips.csv) is UTF-16 or UTF-32 text", await Reading.RefusalOfAsync(Reading.Zip, path), StringComparison.Ordinal);
    }

    private static string Zip(TempFolder folder, params (string Name, string Text)[] entries)
    {
        using var zip = ZipFile.Open(folder["trips.zip"], ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(text);
        }
        return folder["trips.zip"];
    }
}
