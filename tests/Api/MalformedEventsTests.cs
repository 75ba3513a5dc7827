using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OrleansLambda.Api.Tests.Hosting;

namespace OrleansLambda.Api.Tests;

/// <summary>100,000 events of every kind of brokenness, between good ones: each is accepted or rejected with its reason.</summary>
public sealed class MalformedEventsTests
{
    private const int Total = 100_000;
    private const int Seed = 20240101;

    // What may not hold a line break, since then it would be two lines.
    private static readonly Func<Random, byte[]>[] Broken =
    [
        random => Good(random)[..random.Next(1, 20)],
        random => [.. Good(random), (byte)'}'],
        random => [.. Good(random)[..^1], 0, (byte)'}'],
        _ => [0, 0, 0],
        _ => [0xFF, 0xFE, (byte)'{', (byte)'}'],
        _ => [.. "{\"tpep_pickup_datetime\":\""u8, 0xC3, 0x28, .. "\"}"u8],
        _ => Encoding.Unicode.GetBytes("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}"),
        random => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 3000))),
        random => Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', 200)}{new string(']', 200)},\"n\":{random.Next()}}}"),
        random => Encoding.UTF8.GetBytes($"{{\"tpep_pickup_datetime\":\"{random.Next()}\"}}"),
        _ => "{\"tpep_pickup_datetime\":\"2024-02-30 00:00:00\"}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"0001-01-01 00:00:00\"}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"9999-12-31 23:59:59\"}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":20240101}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":null}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":{\"a\":[1]}}"u8.ToArray(),
        _ => "{\"total_amount\":1}"u8.ToArray(),
        _ => "{}"u8.ToArray(),
        _ => "[]"u8.ToArray(),
        _ => "null"u8.ToArray(),
        _ => "1e999"u8.ToArray(),
        _ => "\"text\""u8.ToArray(),
        _ => "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime"u8.ToArray(),
        _ => "{'tpep_pickup_datetime':'2024-01-01 00:57:55'}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"total_amount\":NaN}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"total_amount\":1e30}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"total_amount\":\"1\"}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"passenger_count\":-1}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"passenger_count\":1.5}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"trip_id\":7}"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55"u8.ToArray(),
        _ => "{\"tpep_pickup_datetime\":\"\\uD800\"}"u8.ToArray(),
    ];

    [Fact]
    public async Task Post_AnswersForEveryLine_WhenMostAreBroken()
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:MaxRejections"] = "100000" });
        var random = new Random(Seed);
        var good = new List<byte[]>();
        var accepted = 0;
        var rejected = 0;
        var reasons = new HashSet<string>();
        for (var sent = 0; sent < Total;)
        {
            var body = new MemoryStream();
            var lines = 0;
            for (; lines < 20_000 && body.Length < 15_000_000; lines++)
            {
                var isGood = random.Next(4) == 0;
                var line = isGood ? Good(random) : Broken[(sent + lines) % Broken.Length](random);
                if (isGood)
                    good.Add(line);
                body.Write(line);
                body.WriteByte((byte)'\n');
            }
            var answer = await host.PostAsync("/api/v1/events", body.ToArray(), "application/x-ndjson", HttpStatusCode.Accepted);
            Assert.Equal(lines, (int)answer["accepted"]! + (int)answer["rejected_count"]!);
            Assert.Equal((int)answer["rejected_count"]!, answer["rejected"]!.AsArray().Count);
            reasons.UnionWith(answer["rejected"]!.AsArray().Select(rejection => (string)rejection!["reason"]!));
            accepted += (int)answer["accepted"]!;
            rejected += (int)answer["rejected_count"]!;
            sent += lines;
        }

        Assert.Equal(Total, accepted + rejected);
        Assert.Equal(good.Count, accepted);
        Assert.DoesNotContain(reasons, string.IsNullOrWhiteSpace);
        Assert.Equal(
            good.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal),
            (await host.With.RecordsAsync()).Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal));
        Assert.True((bool?)(await host.GetAsync("/health"))["ok"]);
    }

    [Fact]
    public async Task Post_RejectsAFieldOfTenMegabytes_AndTakesTheEventAfterIt()
    {
        await using var host = await ApiHost.StartAsync();
        var random = new Random(Seed);
        byte[] body = [.. "{\"tpep_pickup_datetime\":\""u8, .. Enumerable.Repeat((byte)'x', 10_000_000), .. "\"}\n"u8, .. Good(random)];

        var answer = await host.PostAsync("/api/v1/events", body, "application/x-ndjson", HttpStatusCode.Accepted);

        Assert.Equal(1, (int?)answer["accepted"]);
        Assert.Equal("the event is 10000027 bytes long; at most 16384 are allowed", (string?)answer["rejected"]![0]!["reason"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task Post_NeverFails_WhateverTheBytes(string contentType)
    {
        await using var host = await ApiHost.StartAsync();
        var random = new Random(Seed);
        var openings = new[] { "", "[", "{", "[{\"a\":\"", "\uFEFF[", "[[[[" };
        for (var i = 0; i < 500; i++)
        {
            var noise = new byte[random.Next(1, 400)];
            random.NextBytes(noise);
            byte[] body = [.. Encoding.UTF8.GetBytes(openings[i % openings.Length]), .. noise];
            var answer = await host.PostAsync("/api/v1/events", body, contentType, HttpStatusCode.Accepted);
            Assert.Equal(0, (int?)answer["accepted"]);
            Assert.InRange((int)answer["rejected_count"]!, 1, body.Length);
        }
    }

    [Fact]
    public async Task Post_SurvivesTheDeepestNesting_InAnArray()
    {
        await using var host = await ApiHost.StartAsync();
        var body = Encoding.UTF8.GetBytes("[" + new string('[', 8_000_000));

        var answer = await host.PostAsync("/api/v1/events", body, "application/json", HttpStatusCode.Accepted);

        Assert.Equal("""[{"index":0,"reason":"the event at byte 1 has no end; it and all that follows was not read"}]""", answer["rejected"]!.ToJsonString());
    }

    private static byte[] Good(Random random) =>
        Encoding.UTF8.GetBytes($$"""{"tpep_pickup_datetime":"2024-01-01 00:57:55","total_amount":{{random.Next(1000)}}.5}""");
}
