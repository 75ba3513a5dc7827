using System.Globalization;
using System.IO.Compression;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Datasets;

public sealed class ResumeTests
{
    private const int Records = 250_000;

    // First, within and at the borders of chunks and of DuckDB's vectors, last, and beyond the end.
    public static TheoryData<long> Ordinals => [0, 1, 2047, 2048, 2049, 30_719, 30_720, 30_721, 122_879, 122_880, 122_881, 245_759, 249_999, 250_000, 1_000_000];

    [Theory]
    [MemberData(nameof(Ordinals))]
    public async Task Reading_FromAnyRecord_GivesWhatReadingFromTheFirstGave(long from)
    {
        using var folder = new TempFolder();
        using (var file = new StreamWriter(folder["trips.csv"]))
        {
            file.Write("tpep_pickup_datetime,fare_amount\n");
            for (var i = 0; i < Records; i++)
                file.Write(string.Create(CultureInfo.InvariantCulture, $"{(i % 1000 == 999 ? "" : "2024-01-01 00:57:55")},{i}\n{(i % 7 == 0 ? "\n" : "")}"));
        }
        using (var zip = ZipFile.Open(folder["trips.zip"], ZipArchiveMode.Create))
            zip.CreateEntryFromFile(folder["trips.csv"], "trips.csv", CompressionLevel.Fastest);
        Duck.Parquet(folder, $"SELECT * FROM read_csv({Duck.Literal(folder["trips.csv"])}, header = true, delim = ',', columns = {{'tpep_pickup_datetime':'TIMESTAMP','fare_amount':'BIGINT'}})");

        await CheckAsync(Reading.Csv, folder["trips.csv"], from);
        await CheckAsync(Reading.Zip, folder["trips.zip"], from);
        await CheckAsync(Reading.Parquet, folder["trips.parquet"], from);
    }

    private static async Task CheckAsync(IDatasetReader reader, string path, long from)
    {
        var rest = await Reading.OfAsync(reader, path, from);

        Assert.Equal(Math.Max(0, Records - from), rest.Records);
        Assert.All(rest.Trips, trip => Assert.Equal(trip.Id.Ordinal * Micros.Scale, trip[TripColumn.FareAmount]));
        Assert.All(rest.Rejects, reject => Assert.Equal(999, reject.Ordinal % 1000));
        if (reader == Reading.Csv)
            Assert.All(rest.Rejects, reject => Assert.Equal(reject.Ordinal + 2 + ((reject.Ordinal + 6) / 7), reject.Line));
    }
}
