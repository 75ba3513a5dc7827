using System.Text;

namespace OrleansLambda.Laws.Datasets;

public sealed class CsvFuzzTests
{
    private const string Start = "tpep_pickup_datetime,fare_amount,note\n";

    // Bytes that mean something to a reader of CSV come up often.
    private static readonly Gen<byte> AnyByte = Gen.OneOf(
        Gen.OneOf((byte)',', (byte)'"', (byte)'\n', (byte)'\r', (byte)0, (byte)' ', (byte)'1', (byte)'\t', (byte)0xEF, (byte)0xFF),
        Gen.Byte);

    [Fact]
    public void AnyBytes_AreRefusedOrRead_LineByLine() =>
        AnyByte.Array[0, 400].Sample(bytes => HoldsAsync(bytes, hasHeader: false).GetAwaiter().GetResult(), iter: 1_000);

    [Fact]
    public void AnyBytes_BeneathAHeader_AreTripsOrRejects_LineByLine() =>
        AnyByte.Array[0, 400].Sample(bytes => HoldsAsync([.. Encoding.UTF8.GetBytes(Start), .. bytes], hasHeader: true).GetAwaiter().GetResult(), iter: 2_000);

    [Fact]
    public void DamagedLines_AreTripsOrRejects_LineByLine()
    {
        var good = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20).Select(i => $"2024-01-01 00:00:{i:00},{i}.5,\"a, {i}\"\n")));
        Gen.Select(Gen.Int[0, good.Length - 1], AnyByte).Array[1, 20].Sample(
            changes =>
            {
                var damaged = (byte[])good.Clone();
                foreach (var (at, value) in changes)
                    damaged[at] = value;
                HoldsAsync([.. Encoding.UTF8.GetBytes(Start), .. damaged], hasHeader: true).GetAwaiter().GetResult();
            },
            iter: 2_000);
    }

    private static async Task HoldsAsync(byte[] bytes, bool hasHeader)
    {
        using var folder = new TempFolder();
        var path = folder.Write("trips.csv", bytes);
        try
        {
            var reading = await Reading.OfAsync(Reading.Csv, path);

            Assert.Equal(Lines(bytes) - 1, reading.Records);
        }
        catch (DatasetException) when (!hasHeader)
        {
            // Bytes at random rarely begin with a header.
            return;
        }
    }

    private static int Lines(byte[] bytes)
    {
        var lines = 0;
        var inLine = false;
        foreach (var b in bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes)
        {
            var ends = b is (byte)'\n' or (byte)'\r';
            lines += !ends && !inLine ? 1 : 0;
            inLine = !ends;
        }
        return lines;
    }
}
