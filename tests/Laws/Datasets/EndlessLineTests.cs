namespace OrleansLambda.Laws.Datasets;

/// <summary>What a line without an end costs; runs alone, since what other tests allocate would count too.</summary>
[Collection(nameof(EndlessLineTests))]
[CollectionDefinition(nameof(EndlessLineTests), DisableParallelization = true)]
public sealed class EndlessLineTests
{
    private const string Header = "VendorID,tpep_pickup_datetime,passenger_count,fare_amount,store_and_fwd_flag\n";
    private const string Good = "2,2024-01-01 00:57:55,1.0,17.7,N\n";

    [Fact]
    public async Task CostsNoMemory()
    {
        using var folder = new TempFolder();
        var path = folder["trips.csv"];
        using (var file = new StreamWriter(path))
        {
            file.Write($"{Header}{Good}");
            var part = new string('"', 1 << 20);
            for (var i = 0; i < 256; i++)
                file.Write(part);
            file.Write($"\n{Good}");
        }
        // Warmed up, so that only the reading itself counts.
        await Reading.OfCsvAsync(Header + Good);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var reading = await Reading.OfAsync(Reading.Csv, path);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal((2, 1), (reading.Trips.Count, reading.Rejects.Count));
        Assert.InRange(allocated, 0, 64 << 20);
    }
}
