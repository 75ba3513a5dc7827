namespace OrleansLambda.Cluster;

public sealed class LedgerBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    [Fact]
    public void Watermark_IsTheLowest_OnceEveryPartitionHasBeenToldOf_AndNeverFalls()
    {
        var book = new LedgerBook(Silence);
        book.Take(Progress(0, Now.AddSeconds(9)), Now);
        book.Settle(2);
        Assert.Equal(DateTimeOffset.MinValue, book.Watermark);
        book.Take(Progress(1, Now.AddSeconds(4)), Now);
        book.Settle(2);
        Assert.Equal(Now.AddSeconds(4), book.Watermark);
        book.Settle(3);
        Assert.Equal(Now.AddSeconds(4), book.Watermark);
        book.Take(Progress(2, Now.AddSeconds(1)), Now);
        book.Settle(3);
        Assert.Equal(Now.AddSeconds(4), book.Watermark);
    }

    [Fact]
    public void LaterOwner_IsBelieved_UntilItIsSilent()
    {
        var book = new LedgerBook(Silence);
        book.Take(Progress(0, Now, epoch: 2, counted: 20), Now);
        book.Take(Progress(0, Now.AddSeconds(3), epoch: 1, counted: 10), Now.AddSeconds(5));
        Assert.Equal(20, book.Partitions.Single().Counted);
        book.Settle(1);
        Assert.Equal(Now.AddSeconds(3), book.Watermark); // What is durable is so whoever tells it.
        book.Take(Progress(0, Now, epoch: 1, counted: 11), Now.AddSeconds(5.1));
        Assert.Equal(11, book.Partitions.Single().Counted);
        book.Take(Progress(0, Now, epoch: 2, counted: 21), Now.AddSeconds(5.2));
        Assert.Equal(21, book.Partitions.Single().Counted);
    }

    private static PartitionProgress Progress(int partition, DateTimeOffset watermark, long epoch = 1, long counted = 0) =>
        new(new PartitionId("topic", partition), 0, 0, counted, counted, 0, 0, 0, watermark) { Epoch = epoch };
}
