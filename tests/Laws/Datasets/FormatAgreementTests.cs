using System.Globalization;
using System.IO.Compression;

namespace OrleansLambda.Laws.Datasets;

public sealed class FormatAgreementTests
{
    private const string Columns = "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,store_and_fwd_flag,fare_amount,total_amount,cbd_congestion_fee,Note,ratio";

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-100_000, 100_000].Select(cents => (cents / 100m).ToString(CultureInfo.InvariantCulture)),
        Gen.Double[-1000, 1000].Select(value => value.ToString(CultureInfo.InvariantCulture)),
        Gen.Long[-20_000_000, 20_000_000].Select(halves => (halves / 2_000_000d).ToString(CultureInfo.InvariantCulture)),
        Gen.OneOf("0.0", "-0.0", "1e-05", "22.700000000000003", "10000000", "10000000.000001", "1e300", ""));

    private static readonly Gen<string> Time = Gen.OneOf(
        Gen.Long[-2_000_000_000, 4_000_000_000].Select(seconds => DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
        Gen.Long[1_700_000_000_000_000, 1_710_000_000_000_000].Select(us => DateTime.UnixEpoch.AddTicks(us * 10).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Note = Gen.OneOf(
        Gen.OneOf("", "007", "1.50", "-3", "a,b", "say \"hi\"", "ü😀", "back\\slash", " spaces ", "true", "1e3"),
        Gen.String[Gen.Char['a', 'z'], 1, 8]);

    private static readonly Gen<string> Line =
        from vendor in Gen.OneOf(Gen.Int[1, 6].Select(v => v.ToString(CultureInfo.InvariantCulture)), Gen.Const(""))
        from pickup in Gen.OneOf(Time, Time, Time, Gen.Const(""))
        from dropoff in Gen.OneOf(Time, Gen.Const(""))
        from passengers in Gen.OneOf("", "0.0", "1.0", "2.0", "6.0", "1.5", "2000.0")
        from distance in Number
        from flag in Gen.OneOf("Y", "N", "", "No")
        from fare in Number
        from total in Number
        from fee in Number
        from note in Note
        from ratio in Number
        select string.Join(',', vendor, pickup, dropoff, passengers, distance, flag, fare, total, fee, $"\"{note.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", ratio);

    // As pandas and DuckDB store them: whole numbers that may be missing are doubles.
    private const string Types = "{'VendorID':'BIGINT','tpep_pickup_datetime':'TIMESTAMP','tpep_dropoff_datetime':'TIMESTAMP','passenger_count':'DOUBLE','trip_distance':'DOUBLE','store_and_fwd_flag':'VARCHAR','fare_amount':'DOUBLE','total_amount':'DOUBLE','cbd_congestion_fee':'DOUBLE','Note':'VARCHAR','ratio':'DOUBLE'}";

    [Fact]
    public void OneDataset_GivesTheSameTrips_FromEveryFormat() =>
        Line.Array[1, 60].Sample(lines => AgreeAsync(lines).GetAwaiter().GetResult(), iter: 60, threads: 1);

    [Fact]
    public void DoublesNextToHalfAMillionth_AreTheSame_AsNumbersAndAsText() =>
        Gen.Select(Gen.Long[-10_000_000_000, 10_000_000_000], Gen.Int[-2, 2]).Array[200].Sample(
            values => AgreeAsync([.. values.Select(value =>
            {
                var number = ((value.Item1 * 2) + 1) / 2_000_000d;
                for (var i = 0; i < Math.Abs(value.Item2); i++)
                    number = value.Item2 < 0 ? Math.BitDecrement(number) : Math.BitIncrement(number);
                return $"1,2024-01-01 00:00:00,,1.0,{number.ToString(CultureInfo.InvariantCulture)},N,1,1,,\"\",";
            })]).GetAwaiter().GetResult(),
            iter: 20,
            threads: 1);

    private static async Task AgreeAsync(string[] lines)
    {
        using var folder = new TempFolder();
        var written = folder.Write("written.csv", $"{Columns}\n{string.Join('\n', lines)}\n");
        var table = $"SELECT * FROM read_csv({Duck.Literal(written)}, header = true, delim = ',', quote = '\"', escape = '\"', columns = {Types})";
        // Exported from one table into each format: what is compared is how we read, not how somebody spelt 1E300.
        var csv = folder["trips.csv"];
        Duck.Run($"COPY ({table}) TO {Duck.Literal(csv)} (FORMAT csv, HEADER)");
        using (var zip = ZipFile.Open(folder["trips.zip"], ZipArchiveMode.Create))
            zip.CreateEntryFromFile(csv, "trips.csv");
        var parquet = Duck.Parquet(folder, table);

        var fromCsv = await Reading.OfAsync(Reading.Csv, csv);
        var fromZip = await Reading.OfAsync(Reading.Zip, folder["trips.zip"]);
        var fromParquet = await Reading.OfAsync(Reading.Parquet, parquet);

        Assert.Equal(lines.Length, fromCsv.Records);
        Assert.Equal(fromCsv.Trips.Select(Reading.Show), fromZip.Trips.Select(Reading.Show));
        Assert.Equal(fromCsv.Trips.Select(Reading.Show), fromParquet.Trips.Select(Reading.Show));
        Assert.Equal(fromCsv.Rejects.Select(reject => reject.Ordinal), fromParquet.Rejects.Select(reject => reject.Ordinal));
    }
}
