using System.Text;

namespace OrleansLambda.Laws.Datasets;

/// <summary>Lines that are no trips, each broken in a way of its own, beneath one header.</summary>
internal static class CsvCorpus
{
    public const string Header = "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,fare_amount,store_and_fwd_flag,note\n";

    public static readonly byte[] Good = Encoding.UTF8.GetBytes("2,2024-01-01 00:57:55,2024-01-01 01:17:43,1.0,17.7,N,ok");

    /// <summary>What breaks a good line, with the beginning of the reason that is expected for it.</summary>
    public static readonly (string Reason, Func<Random, byte[]> Break)[] Kinds =
    [
        ("the line has ", random => Good[..random.Next(1, Good.AsSpan().LastIndexOf((byte)','))]),
        ("the line has ", random => [.. Good, .. Enumerable.Repeat((byte)',', random.Next(1, 20))]),
        ("a quotation mark is not closed", _ => Replace(6, "\"never closed")),
        ("a quotation mark is not closed", _ => Replace(0, "\"2")),
        ("a quotation mark stands within", random => Replace(6, $"in{random.Next()}ch\"es")),
        ("text follows a closing", random => Replace(6, $"\"a\"{random.Next()}")),
        ("the line holds a NUL", random => Insert(random, [0])),
        ("the line is not valid UTF-8", random => Insert(random, [0xFF])),
        ("the line is not valid UTF-8", _ => [.. Good[..^2], .. Encoding.Latin1.GetBytes("Straße")]),
        ("tpep_pickup_datetime is empty", _ => Replace(1, "")),
        ("tpep_pickup_datetime is \"", random => Replace(1, $"2024-13-{random.Next(10, 30)} 00:00:00")),
        ("tpep_pickup_datetime is \"", _ => Replace(1, "01/02/2024 03:04")),
        ("tpep_dropoff_datetime is \"", _ => Replace(2, "2024-01-01 25:00:00")),
        ("passenger_count is \"", random => Replace(3, $"{random.Next(1001, int.MaxValue)}")),
        ("passenger_count is \"", _ => Replace(3, "1.5")),
        ("fare_amount is \"", random => Replace(4, random.Next(4) switch { 0 => "NaN", 1 => "-Infinity", 2 => "1e300", _ => "12,5".Replace(',', ';') })),
        ("VendorID is \"", random => Replace(0, $"{int.MaxValue + 1L + random.Next()}")),
        ("store_and_fwd_flag is \"", _ => Replace(5, "maybe")),
    ];

    private static byte[] Replace(int field, string value)
    {
        var fields = Encoding.UTF8.GetString(Good).Split(',');
        fields[field] = value;
        return Encoding.UTF8.GetBytes(string.Join(',', fields));
    }

    private static byte[] Insert(Random random, byte[] bytes)
    {
        var at = random.Next(Good.Length);
        return [.. Good[..at], .. bytes, .. Good[at..]];
    }
}
