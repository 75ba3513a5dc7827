using CsCheck;

namespace OrleansLambda.Cluster;

public sealed class PartitionAccountTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    [Fact]
    public void Account_AddsUpAtEveryMoment_AndItsPrefixIsWhatIsDone_InWhateverOrderReadsComplete() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 5]).List[1, 12].SelectMany(reads => Gen.Shuffle(Enumerable.Range(0, reads.Count).ToArray()).Select(order => (reads, order)))
            .Sample(input =>
            {
                var account = Account();
                var reads = new List<PartitionRead>();
                var offset = 10L;
                foreach (var (counted, letters) in input.reads)
                {
                    reads.Add(account.Begin(Batch(offset, counted + letters), letters));
                    offset += counted + letters;
                    ShouldAddUp(account);
                    account.LettersStored(reads[^1]);
                    ShouldAddUp(account);
                }
                foreach (var i in input.order)
                {
                    account.Complete(reads[i]);
                    ShouldAddUp(account);
                    var prefix = reads.TakeWhile(read => read.IsDone).ToList();
                    var done = account.Done;
                    Assert.Equal(prefix.Count == 0 ? 10 : prefix[^1].NextOffset, done.Offset);
                    Assert.Equal(7 + prefix.Sum(read => read.Counted), done.Counted);
                    Assert.Equal(3 + prefix.Sum(read => read.DeadLetters), done.DeadLettered);
                }
                Assert.Equal((0L, offset), (account.Report().Pending, account.Done.Offset));
            });

    [Fact]
    public void Watermark_IsTheLastDoneRecords_OrTheClocksWhereAllIsDone()
    {
        var account = Account();
        Assert.Equal(DateTimeOffset.MinValue, account.Report().Watermark);
        var first = account.Begin(Batch(10, 5), 0);
        var second = account.Begin(Batch(15, 5), 0);
        account.CaughtUp(Start.AddSeconds(60), 20);
        Assert.Equal(DateTimeOffset.MinValue, account.Report().Watermark);
        account.Complete(first);
        Assert.Equal(Start.AddSeconds(14), account.Report().Watermark);
        account.Complete(second);
        Assert.Equal(Start.AddSeconds(59), account.Report().Watermark);

        // A read that finds something again holds the watermark where it is.
        account.Begin(Batch(20, 1), 0);
        account.CaughtUp(Start.AddSeconds(90), 21);
        Assert.Equal(Start.AddSeconds(59), account.Report().Watermark);
    }

    [Fact]
    public void OffsetsWithoutRecords_AreDoneOnceTheReaderHasPassedThem()
    {
        var account = Account();
        account.SawEnd(Start, 25);
        Assert.Equal(15, account.Report().Lag);
        account.CaughtUp(Start.AddSeconds(1), 25);
        Assert.Equal((25L, 0L), (account.Done.Offset, account.Report().Lag));
    }

    [Fact]
    public void Skip_TellsWhatWasMissed_AndCountsNothing()
    {
        var account = Account();
        Assert.Equal(30, account.Skip(40));
        var report = account.Report();
        Assert.Equal((30L, 40L, 10L, 40L), (report.Missed, report.NextOffset, report.Read, account.Done.Offset));
    }

    private static PartitionAccount Account() => new(0, new LogCommit("topic", 10, 7, 3, null), epoch: 1, Grace);

    private static LogBatch Batch(long offset, int count) => new(
        [.. Enumerable.Range(0, count).Select(i => new LogRecord(offset + i, Start.AddSeconds(offset + i), default))],
        offset + count);

    private static void ShouldAddUp(PartitionAccount account)
    {
        var report = account.Report();
        Assert.Equal(report.Read, report.Counted + report.DeadLettered + report.Pending);
        Assert.Equal(report.NextOffset, report.Read);
    }
}
