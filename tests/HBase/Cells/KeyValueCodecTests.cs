using System.Buffers;
using OrleansLambda.HBase.Client.Cells;

namespace OrleansLambda.HBase.Tests.Cells;

public sealed class KeyValueCodecTests
{
    [Fact]
    public void Cell_ReadsBack_WhatWasWritten() =>
        Gen.Select(Gen.Byte.Array[1, 300], Gen.Byte.Array[0, 127], Gen.Byte.Array[0, 300], Gen.Long, Gen.Byte.Array[0, 3_000]).Sample((row, family, qualifier, timestamp, value) =>
        {
            var output = new ArrayBufferWriter<byte>();
            KeyValueCodec.Write(output, row, family, qualifier, timestamp, CellType.DeleteColumn, value);
            var bytes = output.WrittenSpan.ToArray();
            Assert.Equal(bytes.Length, KeyValueCodec.Length(row.Length, family.Length, qualifier.Length, value.Length));
            Assert.Equal(bytes.Length, KeyValueCodec.Measure(bytes));
            var cell = new Cell(bytes.AsMemory(4));
            Assert.Equal(row, cell.Row.ToArray());
            Assert.Equal(family, cell.Family.ToArray());
            Assert.Equal(qualifier, cell.Qualifier.ToArray());
            Assert.Equal((timestamp, CellType.DeleteColumn), (cell.Timestamp, cell.Type));
            Assert.Equal(value, cell.Value.ToArray());
        });

    [Fact]
    public void Bytes_AsJavaWritesThem()
    {
        var output = new ArrayBufferWriter<byte>();
        KeyValueCodec.Write(output, "r1"u8, "f"u8, "q"u8, 1, CellType.Put, "v"u8);
        Assert.Equal("000000190000001000000001" + "00027231" + "0166" + "71" + "0000000000000001" + "04" + "76", Convert.ToHexString(output.WrittenSpan));
    }

    [Fact]
    public void Garbage_IsRefused_OrIsACellWithinItsBounds() =>
        Gen.Byte.Array[0, 60].Select(Gen.Int[0, 30], (bytes, small) => (bytes, small)).Sample(x =>
        {
            // Small lengths come up by chance too seldom.
            foreach (var at in new[] { 3, 7, 11, 13 }.Where(at => at < x.bytes.Length))
                (x.bytes[at - 1], x.bytes[at]) = (0, (byte)(x.bytes[at] % (x.small + 1)));
            int length;
            try
            {
                length = KeyValueCodec.Measure(x.bytes);
            }
            catch (HBaseProtocolException)
            {
                return;
            }
            var cell = new Cell(x.bytes.AsMemory(4, length - 4));
            Assert.Equal(length - 24, cell.Row.Length + cell.Family.Length + cell.Qualifier.Length + cell.Value.Length);
        });

    [Fact]
    public void Row_HasIndexers_ByFamilyAndQualifier()
    {
        var output = new ArrayBufferWriter<byte>();
        KeyValueCodec.Write(output, "r"u8, "f"u8, "a"u8, 2, CellType.Put, "new"u8);
        KeyValueCodec.Write(output, "r"u8, "f"u8, "a"u8, 1, CellType.Put, "old"u8);
        KeyValueCodec.Write(output, "r"u8, "g"u8, ""u8, 1, CellType.Put, ""u8);
        var reader = new CellBlockReader(output.WrittenMemory);
        var row = reader.ReadRow(3)!;
        Assert.Equal("new"u8, row["f"u8, "a"u8]!.Value.Span);
        Assert.Equal(0, row["g"u8, ""u8]!.Value.Length);
        Assert.Null(row["f"u8, "b"u8]);
        Assert.Equal([2L, 1L, 1L], row.Select(cell => cell.Timestamp));
        Assert.True(reader.AtEnd);
    }
}
