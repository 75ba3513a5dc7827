using System.Globalization;
using System.Text.RegularExpressions;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>What the client writes is what HBase's own shell reads, and the other way round.</summary>
public sealed partial class ShellTests(HBaseFixture hbase)
{
    private static readonly byte[] G = "g".Utf8();

    [Fact]
    public async Task EveryOperation_IsSeenByTheShell_AsItWasMeant()
    {
        var (server, table) = (await hbase.ServerAsync(), await WideTableAsync("shell_reads"));
        await table.PutAsync(new Put("put".Utf8()).Add(F, "a".Utf8(), 5, "1".Utf8()).Add(G, "b".Utf8(), 6, "2".Utf8()));
        string[] deleted = ["version", "column", "family", "row"];
        foreach (var row in deleted)
            await table.PutAsync(new Put($"delete {row}".Utf8()).Add(F, "a".Utf8(), 1, "old".Utf8()).Add(F, "a".Utf8(), 2, "new".Utf8()).Add(F, "b".Utf8(), 1, "b".Utf8()).Add(G, "c".Utf8(), 1, "c".Utf8()));
        await table.DeleteAsync(new Delete("delete version".Utf8()).Version(F, "a".Utf8(), 2));
        await table.DeleteAsync(new Delete("delete column".Utf8()).Column(F, "a".Utf8()));
        await table.DeleteAsync(new Delete("delete family".Utf8()).Family(F));
        await table.DeleteAsync(new Delete("delete row".Utf8()));
        await table.AppendAsync(new Append("append".Utf8()).Add(F, Q, "a".Utf8()));
        await table.AppendAsync(new Append("append".Utf8()).Add(F, Q, "b".Utf8()));
        await table.IncrementAsync(new Increment("increment".Utf8()).Add(F, Q, 258));
        Assert.True(await table.CheckAndMutateAsync(RowCondition.Absent("check".Utf8(), F, Q), Put("check", "1")));
        Assert.True(await table.CheckAndMutateAsync(RowCondition.ValueEquals("check".Utf8(), F, Q, "1".Utf8()), Put("check", "2")));
        Assert.False(await table.CheckAndMutateAsync(RowCondition.ValueEquals("check".Utf8(), F, Q, "1".Utf8()), Put("check", "3")));
        await table.PutAsync(Put("together", "gone"));
        await table.MutateAsync(new RowMutations("together".Utf8()).Add(new Delete("together".Utf8()).Column(F, Q)).Add(new Put("together".Utf8()).Add(F, "r".Utf8(), "stays".Utf8())));
        await table.BatchAsync([Put("batch 1", "x"), Put("batch 2", "y"), new Increment("batch 3".Utf8()).Add(F, Q, 1), new Delete("batch 1".Utf8())]);
        await using (var writer = table.CreateWriter())
        {
            for (var i = 0; i < 3; i++)
                await writer.WriteAsync(Put($"written {i}", $"{i}"));
        }
        await table.PutAsync(new Put(new byte[] { 0, 255, (byte)'\'' }).Add(F, new byte[] { 1 }, new byte[] { 2, 127, 128 }));

        var cells = Cells(await server.ShellAsync($"scan '{table.Name}', {{VERSIONS => 3}}"));
        Assert.Equal(
            [
                @"\x00\xFF' f:\x01 \x02\x7F\x80",
                "append f:q ab",
                "batch 2 f:q y",
                @"batch 3 f:q \x00\x00\x00\x00\x00\x00\x00\x01",
                "check f:q 2",
                "delete column f:b b",
                "delete column g:c c",
                "delete family g:c c",
                "delete version f:a old",
                "delete version f:b b",
                "delete version g:c c",
                @"increment f:q \x00\x00\x00\x00\x00\x00\x01\x02",
                "put f:a 1",
                "put g:b 2",
                "together f:r stays",
                "written 0 f:q 0",
                "written 1 f:q 1",
                "written 2 f:q 2",
            ],
            Newest(cells));
        Assert.Contains(("put", "f:a", 5L, "1"), cells);
        Assert.Contains(("append", "f:q", "a"), cells.Select(cell => (cell.Row, cell.Column, cell.Value))); // The version before the last.
    }

    [Fact]
    public async Task WhatTheShellWrites_IsRead()
    {
        var (server, table) = (await hbase.ServerAsync(), await WideTableAsync("shell_writes"));
        await server.ShellAsync(
            $"""
            put '{table.Name}', 'a', 'f:q', 'one', 7
            put '{table.Name}', 'a', 'f:q', 'two', 8
            put '{table.Name}', 'a', 'g:x', 'three'
            put '{table.Name}', "b\x00\xff", "f:\x01", "\x02\x80"
            incr '{table.Name}', 'c', 'f:n', 258
            append '{table.Name}', 'd', 'f:q', 'le'
            append '{table.Name}', 'd', 'f:q', 'ft'
            put '{table.Name}', 'e', 'f:q', 'gone'
            deleteall '{table.Name}', 'e'
            put '{table.Name}', 'f', 'f:q', 'gone'
            put '{table.Name}', 'f', 'g:q', 'stays'
            delete '{table.Name}', 'f', 'f:q'
            """);
        var rows = new List<string>();
        await foreach (var row in table.ScanAsync(new Scan()))
            rows.AddRange(row.Select(cell => $"{Convert.ToHexString(cell.Row.Span)} {cell.Family.Utf8()}:{Convert.ToHexString(cell.Qualifier.Span)} {Convert.ToHexString(cell.Value.Span)}"));
        Assert.Equal(
            [
                $"61 f:71 {Hex("two")}",
                $"61 g:78 {Hex("three")}",
                "6200FF f:01 0280",
                "63 f:6E 0000000000000102",
                $"64 f:71 {Hex("left")}",
                $"66 g:71 {Hex("stays")}",
            ],
            rows);
        var versions = (await table.GetAsync(new Get("a".Utf8()) { MaxVersions = 3 }.Column(F, Q)))!;
        Assert.Equal([(8L, "two"), (7L, "one")], versions.Select(cell => (cell.Timestamp, cell.Value.Utf8())));
    }

    private static string Hex(string text) => Convert.ToHexString(text.Utf8());

    private static List<(string Row, string Column, long Timestamp, string Value)> Cells(string output) =>
    [
        .. Line().Matches(output).Select(line => (line.Groups[1].Value, line.Groups[2].Value, Time(line.Groups[3].Value), line.Groups[4].Value)),
    ];

    // Of what was written by the client, the shell may say the time as a date.
    private static long Time(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number)
        ? number
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUnixTimeMilliseconds() : -1;

    private static IEnumerable<string> Newest(IEnumerable<(string Row, string Column, long Timestamp, string Value)> cells) =>
        cells.GroupBy(cell => (cell.Row, cell.Column)).Select(versions => $"{versions.Key.Row} {versions.Key.Column} {versions.First().Value}");

    private async Task<HBaseTable> WideTableAsync(string name)
    {
        var client = await hbase.ClientAsync();
        await client.Admin.CreateTableAsync(new TableDescription(name, new FamilyDescription("f") { MaxVersions = 3 }, new FamilyDescription("g")), ["c".Utf8()]);
        return client.GetTable(name);
    }

    [GeneratedRegex(@"^ (.+?)\s+column=(\S+), timestamp=(\S+), value=(.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
