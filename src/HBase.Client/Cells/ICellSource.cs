using System.Buffers;

namespace OrleansLambda.HBase.Client.Cells;

/// <summary>Something that has cells to send. What it writes must not change between the two calls.</summary>
internal interface ICellSource
{
    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    int EncodedLength { get; }

    /// <summary>Writes its cells as a block has them.</summary>
    void WriteTo(IBufferWriter<byte> output);
}
