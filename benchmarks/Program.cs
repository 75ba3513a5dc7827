using System.Globalization;
using OrleansLambda.Benchmarks;

// dotnet run -c Release --project benchmarks -- [TRIPS] [ROUNDS]
var trips = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;

using var bench = await Bench.PrepareAsync(trips);
for (var round = 1; round <= rounds; round++)
{
    bench.Copy(round);
    await bench.ImportAsync(round);
    await bench.ReplayAsync(round);
}
bench.Summarize();
