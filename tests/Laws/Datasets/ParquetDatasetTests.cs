using System.Globalization;

namespace OrleansLambda.Laws.Datasets;

public sealed class ParquetDatasetTests
{
    [Theory]
    [InlineData("2::TINYINT, 1::UTINYINT, 17::BIGINT")]
    [InlineData("2::SMALLINT, 1::USMALLINT, 17::UINTEGER")]
    [InlineData("2::INTEGER, 1::UINTEGER, 17::DOUBLE")]
    [InlineData("2::BIGINT, 1::DOUBLE, 17::FLOAT")]
    [InlineData("2::UBIGINT, 1::HUGEINT, 17::DECIMAL(10,2)")]
    [InlineData("2.0::DOUBLE, 1.0::FLOAT, '17.0'")]
    [InlineData("'2', ' 1.0 ', 17::HUGEINT")]
    public async Task Trip_IsTheSame_WhateverTheTypesAre(string values)
    {
        using var folder = new TempFolder();
        var expected = (await Reading.OfCsvAsync("VendorID,tpep_pickup_datetime,passenger_count,fare_amount\n2,2024-01-01 00:57:55,1,17\n")).Trips[0];
        var parts = values.Split(", ");

        var path = Duck.Parquet(folder, $"SELECT {parts[0]} AS vendorid, {parts[2]} AS Fare_Amount, TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, {parts[1]} AS passenger_count");

        Assert.Equal(Reading.Show(expected), Reading.Show(Assert.Single((await Reading.OfAsync(Reading.Parquet, path)).Trips)));
    }

    [Theory]
    [InlineData("TIMESTAMP_S '2024-01-01 00:57:55'", "2024-01-01 00:57:55")]
    [InlineData("TIMESTAMP_MS '1969-12-31 23:59:59.123'", "1969-12-31 23:59:59.123")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55.123456'", "2024-01-01 00:57:55.123456")]
    [InlineData("TIMESTAMP_NS '2024-01-01 00:57:55.123456789'", "2024-01-01 00:57:55.123456789")]
    [InlineData("TIMESTAMP_NS '1969-12-31 23:59:59.123456789'", "1969-12-31 23:59:59.123456789")]
    [InlineData("'2024-01-01T00:57:55'", "2024-01-01 00:57:55")]
    public async Task Pickup_IsTheSame_WhateverItsTypeIs(string value, string text)
    {
        using var folder = new TempFolder();
        var expected = (await Reading.OfCsvAsync($"tpep_pickup_datetime\n{text}\n")).Trips[0];

        var reading = await Reading.OfAsync(Reading.Parquet, Duck.Parquet(folder, $"SELECT {value} AS tpep_pickup_datetime"));

        Assert.Equal(expected.Id, Assert.Single(reading.Trips).Id);
    }

    [Theory]
    [InlineData("NULL::TIMESTAMP AS tpep_pickup_datetime", "tpep_pickup_datetime is empty", "")]
    [InlineData("'infinity'::TIMESTAMP AS tpep_pickup_datetime", "tpep_pickup_datetime is 9223372036854775807 µs from 1970; a date", "9223372036854775807 µs from 1970")]
    [InlineData("TIMESTAMPTZ '2024-01-01 00:57:55+00' AS tpep_pickup_datetime", "tpep_pickup_datetime is \"2024-01-01 00:57:55+00\"; a date", "2024-01-01 00:57:55+00")]
    [InlineData("DATE '2024-01-01' AS tpep_pickup_datetime", "tpep_pickup_datetime is \"2024-01-01\"; a date", "2024-01-01")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, 'NaN'::DOUBLE AS fare_amount", "fare_amount is NaN; a number from", "2024-01-01 00:57:55,NaN")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, '-inf'::DOUBLE AS fare_amount", "fare_amount is -Infinity; a number from", "2024-01-01 00:57:55,-Infinity")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, 1e30 AS fare_amount", "fare_amount is 1E+30; a number from", "2024-01-01 00:57:55,1E+30")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, 1.5::DOUBLE AS passenger_count", "passenger_count is 1.5; a whole number", "2024-01-01 00:57:55,1.5")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, -1 AS passenger_count", "passenger_count is -1; a whole number", "2024-01-01 00:57:55,-1")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, 3000000000 AS VendorID", "VendorID is 3000000000; a whole number", "2024-01-01 00:57:55,3000000000")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, true AS store_and_fwd_flag", "store_and_fwd_flag is \"true\"; one printable", "2024-01-01 00:57:55,true")]
    [InlineData("TIMESTAMP '2024-01-01 00:57:55' AS tpep_pickup_datetime, repeat('x', 1048577) AS note", "the row is longer than 1048576 bytes", "2024-01-01 00:57:55,xxx")]
    public async Task BadRow_IsRejected_WithItsReason(string values, string reason, string text)
    {
        using var folder = new TempFolder();
        var path = Duck.Parquet(folder, $"SELECT {values}");

        var reject = Assert.Single((await Reading.OfAsync(Reading.Parquet, path)).Rejects);

        Assert.StartsWith(reason, reject.Reason, StringComparison.Ordinal);
        Assert.Equal((0, 1), (reject.Ordinal, reject.Line));
        Assert.StartsWith(text, reject.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_KeepTheirPlace_AmongTrips()
    {
        using var folder = new TempFolder();
        var path = Duck.Parquet(folder, "SELECT CASE WHEN i % 3 = 1 THEN NULL ELSE TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND END AS tpep_pickup_datetime FROM range(10000) t(i)");

        var reading = await Reading.OfAsync(Reading.Parquet, path);

        Assert.Equal(Enumerable.Range(0, 10_000).Where(i => i % 3 == 1).Select(i => (long)i), reading.Rejects.Select(reject => reject.Ordinal));
        Assert.All(reading.Trips, trip => Assert.Equal(new DateTime(2024, 1, 1).AddSeconds(trip.Id.Ordinal), trip.Id.PickupAt));
    }

    [Fact]
    public async Task Rows_ComeInTheOrderOfTheFile_ThroughManyGroups()
    {
        using var folder = new TempFolder();
        Duck.Run($"COPY (SELECT TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND AS tpep_pickup_datetime FROM range(300000) t(i)) TO {Duck.Literal(folder["trips.parquet"])} (FORMAT parquet, ROW_GROUP_SIZE 10000)");

        var reading = await Reading.OfAsync(Reading.Parquet, folder["trips.parquet"], trips: 30_000);

        Assert.Equal(10, reading.Chunks.Count);
        Assert.Equal(300_000, reading.Trips.Count);
        Assert.All(reading.Trips, trip => Assert.Equal(new DateTime(2024, 1, 1).AddSeconds(trip.Id.Ordinal), trip.Id.PickupAt));
    }

    [Fact]
    public async Task File_WithoutRows_GivesNothing()
    {
        using var folder = new TempFolder();

        Assert.Empty((await Reading.OfAsync(Reading.Parquet, Duck.Parquet(folder, "SELECT TIMESTAMP '2024-01-01' AS tpep_pickup_datetime WHERE false"))).Chunks);
    }

    [Fact]
    public async Task File_WithoutThePickup_IsRefused()
    {
        using var folder = new TempFolder();

        Assert.Equal(
            "trips.parquet has no column tpep_pickup_datetime, which every trip needs. Its columns are \"VendorID\", \"pickup\".",
            await Reading.RefusalOfAsync(Reading.Parquet, Duck.Parquet(folder, "SELECT 1 AS VendorID, TIMESTAMP '2024-01-01' AS pickup")));
    }

    [Fact]
    public async Task NestedColumns_AreKept_AndDoNotShiftTheOthers()
    {
        using var folder = new TempFolder();
        var path = Duck.Parquet(folder, "SELECT {'a': 1, 'b': [2, 3]} AS s, [1, 2] AS l, TIMESTAMP '2024-01-01' AS tpep_pickup_datetime, 7 AS fare_amount");

        var trip = Assert.Single((await Reading.OfAsync(Reading.Parquet, path)).Trips);

        Assert.Equal(7_000_000, trip[TripColumn.FareAmount]);
        Assert.Equal("""{"l":"[1, 2]","s":"{'a': 1, 'b': [2, 3]}"}""", trip.Extras);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("tpep_pickup_datetime\n2024-01-01 00:57:55\n")]
    [InlineData("PAR1 and so on, but without an end PAR1")]
    public async Task Garbage_IsRefused(string text)
    {
        using var folder = new TempFolder();

        Assert.StartsWith("trips.parquet cannot be read as Parquet: ", await Reading.RefusalOfAsync(Reading.Parquet, folder.Write("trips.parquet", text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_CutShort_IsRefused()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Duck.Parquet(folder, "SELECT TIMESTAMP '2024-01-01' AS tpep_pickup_datetime FROM range(1000)"));

        for (var length = 0; length < bytes.Length; length += 7)
            Assert.NotEmpty(await Reading.RefusalOfAsync(Reading.Parquet, folder.Write("trips.parquet", bytes.AsSpan(0, length))));
    }

    [Fact]
    public async Task DamagedFile_IsReadOrRefused_AndNeverEndsTheProcess()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Duck.Parquet(folder, "SELECT TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND AS tpep_pickup_datetime, 'note ' || i AS note, i / 7 AS fare_amount FROM range(3000) t(i)"));
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var change = random.Next(1, 10); change > 0; change--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                await Reading.OfAsync(Reading.Parquet, folder.Write(string.Create(CultureInfo.InvariantCulture, $"{i}.parquet"), damaged));
            }
            catch (DatasetException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 200);
    }

    [Theory]
    [InlineData("a*b.parquet")]
    [InlineData("it's [x]?.parquet")]
    [InlineData("tür=1.parquet")]
    public async Task File_MayHaveAnyName(string name)
    {
        using var folder = new TempFolder();
        var plain = Duck.Parquet(folder, "SELECT TIMESTAMP '2024-01-01' AS tpep_pickup_datetime");
        File.Copy(plain, folder["axb.parquet"]);
        File.Copy(plain, folder["it's x1.parquet"]);
        File.Copy(plain, folder[name]);

        Assert.Single((await Reading.OfAsync(Reading.Parquet, folder[name])).Trips);
    }
}
