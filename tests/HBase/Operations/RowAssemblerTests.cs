using System.Buffers;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Tests.Operations;

public sealed class RowAssemblerTests
{
    [Fact]
    public void Rows_ComeOutOnceAndWhole_WhereverTheyAreCut() =>
        Gen.Select(Gen.Int[1, 6].Array[1, 6], Gen.Int[1, 5].Array[1, 10]).Sample((widths, cuts) =>
        {
            var assembler = new RowAssembler();
            var whole = new List<HBaseRow>();
            var parts = Parts(widths, cuts);
            for (var i = 0; i < parts.Count; i++)
                whole.AddRange(assembler.Take(Page(parts[i].Row, parts[i].Partial, last: i + 1 == parts.Count)));
            Assert.False(assembler.IsOpen);
            Assert.Equal(widths.Select((width, row) => (Name(row), width)), whole.Select(row => (row.Key.Utf8(), row.Count)));
            Assert.All(whole, row => Assert.Equal(Enumerable.Range(0, row.Count).Select(Name), row.Select(cell => cell.Qualifier.Utf8())));
        });

    [Fact]
    public void Row_WhoseLastPartSeemedPartial_IsWhole_WhenAnotherBegins()
    {
        var assembler = new RowAssembler();
        Assert.Empty(assembler.Take(Page(Row("a", 0, 2), partial: true, last: false)));
        Assert.Equal(["a", "b"], assembler.Take(Page(Row("b", 0, 1), partial: false, last: false)).Select(row => row.Key.Utf8()));
    }

    [Fact]
    public void DroppedParts_DoNotComeBack()
    {
        var assembler = new RowAssembler();
        assembler.Take(Page(Row("a", 0, 2), partial: true, last: false));
        assembler.Drop();
        Assert.Equal(3, assembler.Take(Page(Row("a", 0, 3), partial: false, last: true)).Single().Count);
    }

    private static string Name(int number) => $"{number:D3}";

    private static List<(HBaseRow Row, bool Partial)> Parts(int[] widths, int[] cuts)
    {
        var (parts, cut) = (new List<(HBaseRow, bool)>(), 0);
        for (var row = 0; row < widths.Length; row++)
        {
            for (var at = 0; at < widths[row];)
            {
                var count = Math.Min(cuts[cut++ % cuts.Length], widths[row] - at);
                parts.Add((Row(Name(row), at, count), at + count < widths[row]));
                at += count;
            }
        }
        return parts;
    }

    private static HBaseRow Row(string key, int from, int count)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = from; i < from + count; i++)
            KeyValueCodec.Write(output, key.Utf8(), "f"u8, Name(i).Utf8(), 1, CellType.Put, "v"u8);
        return new CellBlockReader(output.WrittenMemory).ReadRow(count)!;
    }

    private static ScanPage Page(HBaseRow row, bool partial, bool last) => new([row], [partial], false, !last, true);
}
