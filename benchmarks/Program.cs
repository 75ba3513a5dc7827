using System.Globalization;
using OrleansLambda.Benchmarks;
using OrleansLambda.HBase.Client;

// dotnet run -c Release --project benchmarks -- [TRIPS] [ROUNDS]
// dotnet run -c Release --project benchmarks -- kafka [EVENTS] [PARTITIONS] [ROUNDS]
// dotnet run -c Release --project benchmarks -- latency [EVENTS A SECOND] [SECONDS] [TRIPS INTO HBASE]
// dotnet run -c Release --project benchmarks -- hbase TRIPS.csv [ROWS] [SkipWal|AsyncWal|SyncWal] [ROUNDS]
// dotnet run -c Release --project benchmarks -- hbase-import [TRIPS] [ROUNDS]
if (args is ["kafka", ..])
{
    using var kafka = await KafkaBench.PrepareAsync(Argument(1, 3_000_000), (int)Argument(2, 4));
    for (var round = 1; round <= Argument(3, 3); round++)
    {
        await kafka.StreamsAsync();
        await kafka.ProgramAsync(round);
    }
    kafka.Summarize();
    return;
}

if (args is ["latency", ..])
{
    await LatencyBench.RunAsync((int)Argument(1, 10_000), (int)Argument(2, 600), (int)Argument(3, 0));
    return;
}

if (args is ["hbase", var trips, ..])
{
    using var hbase = await HBaseBench.PrepareAsync(trips, (int)Argument(2, 1_500_000), Enum.Parse<Durability>(args.ElementAtOrDefault(3) ?? nameof(Durability.AsyncWal)));
    for (var round = 1; round <= Argument(4, 3); round++)
    {
        await hbase.JavaAsync();
        await hbase.NetAsync();
    }
    hbase.Summarize();
    return;
}

if (args is ["hbase-import", ..])
{
    using var import = await HBaseImportBench.PrepareAsync((int)Argument(1, 1_000_000));
    for (var round = 1; round <= Argument(2, 3); round++)
    {
        await import.JavaAsync("SYNC_WAL");
        await import.JavaAsync("ASYNC_WAL");
        await import.StoreAsync(round);
    }
    import.Summarize();
    return;
}

using var bench = await Bench.PrepareAsync(Argument(0, 1_000_000));
for (var round = 1; round <= Argument(1, 3); round++)
{
    bench.Copy(round);
    await bench.ImportAsync(round);
    await bench.ReplayAsync(round);
}
bench.Summarize();

long Argument(int index, long otherwise) => args.Length > index ? long.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
