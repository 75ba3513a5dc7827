using System.Text;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Datasets;

public sealed class CsvDatasetTests
{
    private const string Header = "VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag";
    private const string Line = "2,2024-01-01 00:57:55,1.0,17.7,N";

    [Fact]
    public async Task Trip_HasTheValuesOfItsLine()
    {
        var trip = Assert.Single((await Reading.OfCsvAsync($"{Header}\n{Line}\n")).Trips);

        Assert.Equal(new DateTime(2024, 1, 1, 0, 57, 55), trip.Id.PickupAt);
        Assert.Equal(0, trip.Id.Ordinal);
        Assert.Equal(2, trip[TripColumn.VendorId]);
        Assert.Equal(1, trip[TripColumn.PassengerCount]);
        Assert.Equal(17_700_000, trip[TripColumn.FareAmount]);
        Assert.Equal('N', trip[TripColumn.StoreAndForwardFlag]);
        Assert.Null(trip[TripColumn.TotalAmount]);
        Assert.Null(trip.Extras);
    }

    [Theory]
    [InlineData("vendorid,TPEP_PICKUP_DATETIME,Passenger_Count,FARE_AMOUNT,STORE_AND_FWD_FLAG\n2,2024-01-01 00:57:55,1.0,17.7,N")]
    [InlineData(" VendorID , tpep_pickup_datetime,passenger_count ,fare_amount,\tstore_and_fwd_flag\n2,2024-01-01 00:57:55,1.0,17.7,N")]
    [InlineData("fare_amount,store_and_fwd_flag,tpep_pickup_datetime,VendorID,passenger_count\n17.7,N,2024-01-01 00:57:55,2,1.0")]
    [InlineData("VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag\r\n\r\n2,2024-01-01 00:57:55,1.0,17.7,N\r\n")]
    [InlineData("VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag\r2,2024-01-01 00:57:55,1.0,17.7,N\r")]
    [InlineData("\"VendorID\",\"tpep_pickup_datetime\",passenger_count,fare_amount,store_and_fwd_flag\n\"2\",\"2024-01-01 00:57:55\",1.0,17.7,\"N\"")]
    [InlineData("VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag\n 2 ,2024-01-01T00:57:55.000000, 1 ,1.77e1,N")]
    [InlineData("VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag,tip_amount,note\n2.0,2024-01-01 00:57:55.0000004,1,17.700000000000003,N,,")]
    public async Task Trip_HasTheSameId_HoweverItIsWritten(string text)
    {
        var plain = Assert.Single((await Reading.OfCsvAsync($"{Header}\n{Line}")).Trips);

        var trip = Assert.Single((await Reading.OfCsvAsync(text)).Trips);

        Assert.Equal(Reading.Show(plain), Reading.Show(trip));
    }

    [Fact]
    public async Task Header_MayBeginWithAByteOrderMark()
    {
        using var folder = new TempFolder();
        byte[] text = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($"tpep_pickup_datetime\n2024-01-01 00:57:55")];

        var reading = await Reading.OfAsync(Reading.Csv, folder.Write("trips.csv", text));

        Assert.Single(reading.Trips);
    }

    [Fact]
    public async Task UnknownColumns_AreKept_SortedAndAsTheirValuesAre()
    {
        var reading = await Reading.OfCsvAsync(
            "zone,cbd_congestion_fee,tpep_pickup_datetime,Ämter,empty,code,big,exp,neg,\n"
            + "\"a\"\"b\\c\",0.750,2024-01-01 00:57:55,ü,,007,12345678901,1.5e-3,-0.50,x\n"
            + ",,2024-01-01 00:57:55,,,,,,,\n"
            + "\tq,1e400,2024-01-01 00:57:55,0.1234567,NaN,+1,1.,.5,1e,5 \n");

        Assert.Equal("""{"big":"12345678901","cbd_congestion_fee":0.75,"code":"007","exp":0.0015,"neg":-0.5,"unnamed_10":"x","zone":"a\"b\\c","Ämter":"ü"}""", reading.Trips[0].Extras);
        Assert.Null(reading.Trips[1].Extras);
        Assert.Equal("""{"big":"1.","cbd_congestion_fee":"1e400","code":"+1","empty":"NaN","exp":".5","neg":"1e","unnamed_10":"5 ","zone":"\u0009q","Ämter":"0.1234567"}""", reading.Trips[2].Extras);
    }

    [Fact]
    public async Task Ordinals_CountRejects_AndNoEmptyLines()
    {
        var reading = await Reading.OfCsvAsync($"\n{Header}\n\n{Line}\nbad\n\n\n{Line}\n\n");

        Assert.Equal([0, 2], reading.Trips.Select(trip => trip.Id.Ordinal));
        var reject = Assert.Single(reading.Rejects);
        Assert.Equal((1, 5, "bad"), (reject.Ordinal, reject.Line, reject.Text));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(1_001)]
    public async Task Chunk_HasAsManyTripsAsAskedFor(int records)
    {
        using var folder = new TempFolder();
        var text = new StringBuilder("tpep_pickup_datetime\n");
        for (var i = 0; i < records; i++)
            text.Append("2024-01-01 00:57:55\n");

        var reading = await Reading.OfAsync(Reading.Csv, folder.Write("trips.csv", text.ToString()), trips: 1_000);

        Assert.Equal(records, reading.Trips.Count);
        Assert.Equal(records > 1_000 ? 2 : 1, reading.Chunks.Count);
        Assert.Equal(Math.Min(records, 1_000), reading.Chunks[0].NextOrdinal);
        Assert.Equal(records, reading.Trips.Select(trip => trip.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(200_000, "x")] // Many that are no trips.
    [InlineData(3_000, "2024-01-01 00:57:55,")] // Long ones.
    public async Task Chunk_IsBounded_WhateverTheRecordsAre(int records, string start)
    {
        using var folder = new TempFolder();
        var line = start == "x" ? start : start + new string('y', 20_000);
        using (var file = new StreamWriter(folder["trips.csv"]))
        {
            file.WriteLine("tpep_pickup_datetime,note");
            for (var i = 0; i < records; i++)
                file.WriteLine(line);
        }

        var reading = await Reading.OfAsync(Reading.Csv, folder["trips.csv"]);

        Assert.Equal(records, reading.Records);
        Assert.All(reading.Chunks, chunk => Assert.InRange(chunk.NextOrdinal - chunk.FirstOrdinal, 1, 10_000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(IDatasetReader.MaxTrips + 1)]
    public async Task Chunk_OfAnImpossibleSize_IsRefused(int trips)
    {
        using var folder = new TempFolder();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Reading.OfAsync(Reading.Csv, folder.Write("trips.csv", $"{Header}\n{Line}\n"), trips: trips));
    }

    [Theory]
    [InlineData("", "trips.csv is empty; its first line names the columns, tpep_pickup_datetime among them.")]
    [InlineData("\n\r\n", "trips.csv is empty; its first line names the columns, tpep_pickup_datetime among them.")]
    [InlineData("2,2024-01-01 00:57:55,1.0\n", "trips.csv has no column tpep_pickup_datetime, which every trip needs. Its columns are \"2\", \"2024-01-01 00:57:55\", \"1.0\". That looks like data: the header is missing.")]
    [InlineData("VendorID,pickup\n", "trips.csv has no column tpep_pickup_datetime, which every trip needs. Its columns are \"VendorID\", \"pickup\".")]
    [InlineData("VendorID;tpep_pickup_datetime\n", "trips.csv has no column tpep_pickup_datetime, which every trip needs. Its columns are \"VendorID;tpep_pickup_datetime\". Columns are separated by commas.")]
    [InlineData("a,b,c,d,e,f,g,h,i,j\n", "trips.csv has no column tpep_pickup_datetime, which every trip needs. Its columns are \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\" and 2 more.")]
    [InlineData("tpep_pickup_datetime,fare_amount,Fare_Amount\n", "trips.csv has two columns named Fare_Amount (upper and lower case count as the same); each name may stand in the header once.")]
    [InlineData("tpep_pickup_datetime,\"fare\nx,1\n", "trips.csv has a malformed header (LineBreakInQuotes); quotation marks are closed on the line and stand around whole names.")]
    [InlineData("PAR1\0\0tpep_pickup_datetime\n", "trips.csv is no CSV dataset: in its first line, the line holds a NUL byte. UTF-8 text is needed, with a first line that names the columns.")]
    public async Task Header_ThatIsNone_IsRefused(string text, string expected)
    {
        using var folder = new TempFolder();

        Assert.Equal(expected, await Reading.RefusalOfAsync(Reading.Csv, folder.Write("trips.csv", text)));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task WideText_IsRefused(string encoding)
    {
        using var folder = new TempFolder();
        var wide = Encoding.GetEncoding(encoding);
        byte[] text = [.. wide.GetPreamble(), .. wide.GetBytes($"{Header}\n{Line}\n")];

        Assert.Equal(
            "trips.csv is UTF-16 or UTF-32 text; a dataset is UTF-8. Convert it, for example with: iconv -f UTF-16 -t UTF-8",
            await Reading.RefusalOfAsync(Reading.Csv, folder.Write("trips.csv", text)));
    }

    [Fact]
    public async Task Reading_EndsWhenItIsCancelled()
    {
        using var folder = new TempFolder();
        var path = folder.Write("trips.csv", "tpep_pickup_datetime\n" + new string('x', 4 << 20));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Reading.Csv.ReadAsync(path, 0, IDatasetReader.MaxTrips, cancelled.Token))
                Assert.Fail("A chunk was read.");
        });
    }

    [Fact]
    public async Task File_IsFreeAgain_WhenTheConsumerStopsEarly()
    {
        using var folder = new TempFolder();
        var path = folder.Write("trips.csv", "tpep_pickup_datetime\n" + string.Concat(Enumerable.Repeat("2024-01-01 00:57:55\n", 500_000)));

        await foreach (var _ in Reading.Csv.ReadAsync(path, 0, IDatasetReader.MaxTrips, TestContext.Current.CancellationToken))
            break;

        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.Length > 0);
    }
}
