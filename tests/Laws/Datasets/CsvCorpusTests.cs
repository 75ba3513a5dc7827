using System.Text;
using OrleansLambda.Grains.Batch.Datasets;

namespace OrleansLambda.Laws.Datasets;

public sealed class CsvCorpusTests
{
    [Fact]
    public async Task HundredThousandBadLines_AreRejectedOneByOne_AndNoGoodOneIsLost()
    {
        const int Bad = 100_000;
        var random = new Random(7);
        using var folder = new TempFolder();
        List<(string Reason, long Line)> expected = [];
        var good = 0;
        long line = 1;
        await using (var file = File.Create(folder["trips.csv"]))
        {
            file.Write(Encoding.UTF8.GetBytes(CsvCorpus.Header));
            while (expected.Count < Bad)
            {
                line++;
                var isGood = random.Next(10) == 0;
                var (reason, damage) = CsvCorpus.Kinds[random.Next(CsvCorpus.Kinds.Length)];
                if (!isGood)
                    expected.Add((reason, line));
                good += isGood ? 1 : 0;
                file.Write(isGood ? CsvCorpus.Good : damage(random));
                file.Write("\n"u8);
            }
        }

        var reading = await Reading.OfAsync(Reading.Csv, folder["trips.csv"]);

        Assert.Equal((good, Bad), (reading.Trips.Count, reading.Rejects.Count));
        for (var i = 0; i < Bad; i++)
        {
            Assert.Equal(expected[i].Line, reading.Rejects[i].Line);
            Assert.StartsWith(expected[i].Reason, reading.Rejects[i].Reason, StringComparison.Ordinal);
        }
        // A kind that never came up would prove nothing.
        Assert.Equal(CsvCorpus.Kinds.Select(kind => kind.Reason).Distinct().Count(), expected.Select(bad => bad.Reason).Distinct().Count());
    }

    [Fact]
    public async Task HugeFields_CutTheChunksShort_SoThatMemoryStaysBounded()
    {
        using var folder = new TempFolder();
        var note = new string('x', 1_000_000);
        using (var file = new StreamWriter(folder["trips.csv"]))
        {
            file.Write("tpep_pickup_datetime,note\n");
            for (var i = 0; i < 100; i++)
                file.Write($"2024-01-01 00:57:55,{note}{i}\n");
        }

        var largest = 0;
        var records = 0;
        await foreach (var chunk in new CsvDatasetReader().ReadAsync(folder["trips.csv"], 0, 30_720, TestContext.Current.CancellationToken))
        {
            largest = Math.Max(largest, chunk.Trips.Count);
            records += chunk.Trips.Count;
        }

        Assert.Equal(100, records);
        Assert.InRange(largest, 1, 34);
    }
}
