namespace OrleansLambda.HBase.Client.Operations;

/// <summary>What a writer has gathered for one server. Its writer sees to it that one thread at a time uses it.</summary>
internal sealed class WriterLane
{
    private List<BatchItem> _items = [];

    /// <summary>How many bytes have gathered.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many batches are on their way.</summary>
    public int InFlight { get; set; }

    /// <summary>Adds one.</summary>
    public void Add(BatchItem item, int bytes)
    {
        _items.Add(item);
        Bytes += bytes;
    }

    /// <summary>Takes out what has gathered.</summary>
    public (List<BatchItem> Items, long Bytes) Take()
    {
        var taken = (_items, Bytes);
        (_items, Bytes) = (new List<BatchItem>(_items.Count), 0);
        return taken;
    }
}
