using System.Text;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase.Tests.Keys;

public sealed class KeyTests
{
    private static readonly string[] Ends = ["", "a", "é", "\uFF21", "😀"];

    private static readonly Gen<DateTime> AnyPickup =
        Gen.Long[0, DateTime.MaxValue.Ticks / 10].Select(micros => new DateTime(micros * 10));

    private static readonly Gen<TripId> AnyTrip =
        Gen.Select(AnyPickup, Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, 5_000_000]), Gen.ULong, (pickupAt, ordinal, hash) => new TripId(pickupAt, ordinal, hash));

    private static readonly Gen<DateTimeOffset> AnyTime =
        Gen.Long[EventTime.MinValue.Ticks, EventTime.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<TumblingWindow> AnyWindow = AnyTime.Select(TumblingWindow.Of);

    private static readonly Gen<DeadLetterKey> AnyLetter = Gen.Select(
        Gen.Char['\0', '$'].Array[0, 3].Select(chars => new string(chars)).Select(Gen.Int[0, Ends.Length - 1], (text, end) => text + Ends[end]),
        Gen.OneOf(Gen.Int[0, int.MaxValue], Gen.Int[0, 12]),
        Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, 12]),
        (topic, partition, offset) => new DeadLetterKey(topic, partition, offset));

    [Fact]
    public void TripKey_IsReadable()
    {
        var id = new TripId(new DateTime(2024, 1, 1, 0, 57, 55), 123, 0x0123456789abcdef);

        Assert.Equal("7|2024-01-01|00:57:55.000000|000000123|0123456789abcdef", Encoding.ASCII.GetString(TripKey.Of(id)));
    }

    [Fact]
    public void TripKey_GivesBackTheTrip() => AnyTrip.Sample(id =>
    {
        var key = TripKey.Of(id);
        Assert.Equal(id, TripKey.Read(key));
        Assert.Equal(DateOnly.FromDateTime(id.PickupAt), TripKey.DateOf(key));
    });

    [Fact]
    public void TripKey_SortsByPickup_WithinItsBucket() => Gen.Select(AnyTrip, AnyTrip).Sample((a, b) =>
    {
        var (x, y) = (TripKey.Of(a), TripKey.Of(b));
        if (x[0] == y[0] && a.PickupAt != b.PickupAt)
            Assert.Equal(a.PickupAt.CompareTo(b.PickupAt), Math.Sign(x.AsSpan().SequenceCompareTo(y)));
    });

    [Fact]
    public void TripKeys_OfARangeOfDates_AreOneRangeInEachBucket() =>
        Gen.Select(AnyTrip, AnyPickup, Gen.Int[0, 2], Gen.Int[0, 2]).Sample((id, far, before, after) =>
        {
            var (date, other) = (DateOnly.FromDateTime(id.PickupAt), DateOnly.FromDateTime(far));
            foreach (var (from, to) in new[] { (Add(date, -before), Add(date, after)), (Add(date, 1), Add(date, 3)), (date < other ? date : other, date < other ? other : date) })
            {
                for (var bucket = 0; bucket < TripKey.Buckets; bucket++)
                {
                    var (start, stop) = TripKey.Range(bucket, from, to);
                    var key = TripKey.Of(id);
                    Assert.Equal(date >= from && date <= to && key[0] == '0' + bucket, start.AsSpan().SequenceCompareTo(key) <= 0 && stop.AsSpan().SequenceCompareTo(key) > 0);
                }
            }
        });

    [Fact]
    public void WindowKey_GivesBackTheWindow() => AnyWindow.Sample(window =>
    {
        var key = WindowKey.Of(window);
        Assert.Equal(window, WindowKey.Read(key));
        Assert.Equal(DateOnly.FromDateTime(window.Start.UtcDateTime), WindowKey.DateOf(key));
        Assert.Equal($"|{window.Key}", Encoding.ASCII.GetString(key[1..]));
    });

    [Fact]
    public void WindowKeys_OfNeighbours_AreInAllBuckets() => AnyTime.Where(time => time < EventTime.MaxValue.AddMinutes(-1)).Sample(time =>
        Assert.Equal(WindowKey.Buckets, Enumerable.Range(0, WindowKey.Buckets).Select(i => WindowKey.Of(TumblingWindow.Of(time + (i * TumblingWindow.Size)))[0]).Distinct().Count()));

    [Fact]
    public void WindowKey_LiesBeforeABound_ExactlyWhereItStartsBeforeIt() =>
        Gen.Select(AnyWindow, Gen.OneOf(Gen.Long[-20_000_0000, 20_000_0000], Gen.Long[long.MinValue / 4, long.MaxValue / 4])).Sample((window, ticks) =>
        {
            var time = new DateTimeOffset(Math.Clamp(window.Start.Ticks + ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
            var key = WindowKey.Of(window);
            var bound = WindowKey.Bound(key[0] - '0', time);
            Assert.Equal(window.Start < time, key.AsSpan().SequenceCompareTo(bound) < 0);
        });

    [Fact]
    public void WindowKeys_OfADate_LieBetweenItsEnds() => AnyWindow.Sample(window =>
    {
        var (key, date) = (WindowKey.Of(window), DateOnly.FromDateTime(window.Start.UtcDateTime));
        bool Within(DateOnly from, DateOnly to) => WindowKey.FirstOf(key[0] - '0', from).AsSpan().SequenceCompareTo(key) <= 0
            && WindowKey.Behind(key[0] - '0', to).AsSpan().SequenceCompareTo(key) > 0;
        Assert.True(Within(date, date));
        Assert.False(Within(date.AddDays(1), date.AddDays(1)));
        Assert.False(Within(date.AddDays(-1), date.AddDays(-1)));
    });

    [Fact]
    public void LetterKeys_SortAsTheirLettersDo() => Gen.Select(AnyLetter, AnyLetter).Sample((a, b) =>
    {
        var topics = Encoding.UTF8.GetBytes(a.TopicId).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.TopicId));
        var expected = topics != 0 ? topics : a.Partition != b.Partition ? a.Partition.CompareTo(b.Partition) : a.Offset.CompareTo(b.Offset);
        Assert.Equal(Math.Sign(expected), Math.Sign(LetterKey.Of(a).AsSpan().SequenceCompareTo(LetterKey.Of(b))));
    });

    [Fact]
    public void CheckpointKey_GivesBackTheKey_AndRefusesHalfACharacter()
    {
        Gen.String[Gen.OneOf(Gen.Char['\0', '\uD7FF'], Gen.Char['\uE000', '\uFFFF']), 0, 20].Sample(key => Assert.Equal(key, StateKey.ReadCheckpoint(StateKey.OfCheckpoint(key))));
        Assert.ThrowsAny<ArgumentException>(() => StateKey.OfCheckpoint("a\uD83D"));
    }

    private static DateOnly Add(DateOnly date, int days) => DateOnly.FromDayNumber(Math.Clamp(date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
