using System.Text;

namespace OrleansLambda.Laws.Datasets;

public sealed class CsvRejectTests
{
    private const string Header = "VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag\n";
    private const string Good = "2,2024-01-01 00:57:55,1.0,17.7,N\n";

    [Theory]
    [InlineData("2,2024-01-01 00:57:55,1.0", "the line has 3 fields; the header has 5")]
    [InlineData("   ", "the line has 1 fields; the header has 5")]
    [InlineData("2,2024-01-01 00:57:55,1.0,17.7,N,x", "the line has 6 fields; the header has 5")]
    [InlineData("2,\"2024-01-01 00:57:55,1.0,17.7,N", "a quotation mark is not closed on its line")]
    [InlineData("2,2024-01-01 00:57:55,1.0,17.7,\"", "a quotation mark is not closed on its line")]
    [InlineData("2,2024-01-01 00:57:55,1.0,17\"7,N", "a quotation mark stands within a field that does not begin with one")]
    [InlineData("2,2024-01-01 00:57:55,1.0,\"17\"7,N", "text follows a closing quotation mark")]
    [InlineData("2,2024-01-01 00:57:55,1.0,17\0.7,N", "the line holds a NUL byte")]
    [InlineData("2,,1.0,17.7,N", "tpep_pickup_datetime is empty")]
    [InlineData("2,  ,1.0,17.7,N", "tpep_pickup_datetime is empty")]
    [InlineData("2,yesterday,1.0,17.7,N", "tpep_pickup_datetime is \"yesterday\"; a date and time as recorded, such as \"2024-01-01 00:57:55\" and without an offset, is allowed")]
    [InlineData("2,2024-02-30 00:57:55,1.0,17.7,N", "tpep_pickup_datetime is \"2024-02-30 00:57:55\"; a date and time as recorded, such as \"2024-01-01 00:57:55\" and without an offset, is allowed")]
    [InlineData("2,2024-01-01 00:57:55Z,1.0,17.7,N", "tpep_pickup_datetime is \"2024-01-01 00:57:55Z\"; a date and time as recorded, such as \"2024-01-01 00:57:55\" and without an offset, is allowed")]
    [InlineData("2,2024-01-01 00:57:55+01:00,1.0,17.7,N", "tpep_pickup_datetime is \"2024-01-01 00:57:55+01:00\"; a date and time as recorded, such as \"2024-01-01 00:57:55\" and without an offset, is allowed")]
    [InlineData("2,0001-01-01 00:00:00,1.0,17.7,N", "tpep_pickup_datetime is \"0001-01-01 00:00:00\"; a date and time as recorded, such as \"2024-01-01 00:57:55\" and without an offset, is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1.5,17.7,N", "passenger_count is \"1.5\"; a whole number from 0 to 1000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,-1,17.7,N", "passenger_count is \"-1\"; a whole number from 0 to 1000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1001,17.7,N", "passenger_count is \"1001\"; a whole number from 0 to 1000 is allowed")]
    [InlineData("2147483648,2024-01-01 00:57:55,1,17.7,N", "VendorID is \"2147483648\"; a whole number from -2147483647 to 2147483647 is allowed")]
    [InlineData("99999999999999999999999,2024-01-01 00:57:55,1,17.7,N", "VendorID is \"99999999999999999999999\"; a whole number from -2147483647 to 2147483647 is allowed")]
    [InlineData("two,2024-01-01 00:57:55,1,17.7,N", "VendorID is \"two\"; a whole number from -2147483647 to 2147483647 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,NaN,N", "fare_amount is \"NaN\"; a number from -10000000 to 10000000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,inf,N", "fare_amount is \"inf\"; a number from -10000000 to 10000000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,1e30,N", "fare_amount is \"1e30\"; a number from -10000000 to 10000000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,10000000.01,N", "fare_amount is \"10000000.01\"; a number from -10000000 to 10000000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,$17,N", "fare_amount is \"$17\"; a number from -10000000 to 10000000 is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,17.7,No", "store_and_fwd_flag is \"No\"; one printable ASCII character is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,17.7,é", "store_and_fwd_flag is \"é\"; one printable ASCII character is allowed")]
    [InlineData("2,2024-01-01 00:57:55,1,aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee,N", "fare_amount is \"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd…\"; a number from -10000000 to 10000000 is allowed")]
    public async Task BadLine_IsRejected_AndCostsNoOther(string line, string reason)
    {
        var reading = await Reading.OfCsvAsync($"{Header}{Good}{line}\n{Good}");

        var reject = Assert.Single(reading.Rejects);
        Assert.Equal(reason, reject.Reason);
        Assert.Equal((1, 3, line), (reject.Ordinal, reject.Line, reject.Text));
        Assert.Equal([0, 2], reading.Trips.Select(trip => trip.Id.Ordinal));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41 })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE4 })]
    public async Task BytesOfAnotherEncoding_AreRejected(byte[] bytes)
    {
        using var folder = new TempFolder();
        byte[] text = [.. Encoding.UTF8.GetBytes(Header + Good + "2,2024-01-01 00:57:55,1,17.7,"), .. bytes, .. Encoding.UTF8.GetBytes("\n" + Good)];

        var reading = await Reading.OfAsync(Reading.Csv, folder.Write("trips.csv", text));

        Assert.Equal("the line is not valid UTF-8", Assert.Single(reading.Rejects).Reason);
        Assert.Equal(2, reading.Trips.Count);
    }

    [Theory]
    [InlineData((1 << 20) - 1, true)]
    [InlineData(1 << 20, true)]
    [InlineData((1 << 20) + 1, false)]
    [InlineData((1 << 20) + 2, false)]
    [InlineData(10 << 20, false)]
    public async Task Line_IsTakenUpToOneMebibyte(int length, bool taken)
    {
        var start = "2,2024-01-01 00:57:55,";
        var line = start + new string('z', length - start.Length);

        var reading = await Reading.OfCsvAsync($"VendorID,tpep_pickup_datetime,note\n{start}a\n{line}\n{start}b\n");

        if (taken)
        {
            Assert.Equal(3, reading.Trips.Count);
            Assert.Equal(length - start.Length + """{"note":""}""".Length, reading.Trips[1].Extras!.Length);
            return;
        }
        var reject = Assert.Single(reading.Rejects);
        Assert.Equal((1, 3, "the line is longer than 1048576 bytes"), (reject.Ordinal, reject.Line, reject.Reason));
        Assert.Equal(line[..1024], reject.Text);
        Assert.Equal([0, 2], reading.Trips.Select(trip => trip.Id.Ordinal));
    }

    [Fact]
    public async Task QuotedText_IsCutBetweenCharacters()
    {
        var text = new string('x', 1023) + "😀😀";

        var reading = await Reading.OfCsvAsync($"{Header}{text}\n");

        Assert.Equal(new string('x', 1023), Assert.Single(reading.Rejects).Text);
    }
}
