using CsCheck;
using OrleansLambda.Grains.Ingest;

namespace OrleansLambda.Api.Tests.Ingest;

public sealed class IngestScheduleTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(0, 0, 500)]
    [InlineData(499, 0, 1)]
    [InlineData(500, 0, 1000)]
    [InlineData(900, 0, 600)]
    [InlineData(0, 1, 500)]
    [InlineData(0, 2, 1500)]
    [InlineData(0, 3, 3500)]
    [InlineData(0, 4, 4500)]
    [InlineData(0, 1_000_000, 4500)]
    public void Next_FallsInTheMiddleOfASecond_LaterWithEachFailure(int millisecond, int failures, int wait) =>
        Assert.Equal(TimeSpan.FromMilliseconds(wait), IngestSchedule.Next(DateTimeOffset.UnixEpoch.AddMilliseconds(millisecond), failures, Second, FiveSeconds));

    [Fact]
    public void Next_LiesAhead_WithinTheBackoff() =>
        Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Int[0, 40], Gen.Int[20, 60_000]).Sample((millisecond, failures, period) =>
        {
            var now = DateTimeOffset.UnixEpoch.AddMilliseconds(millisecond);
            var wait = IngestSchedule.Next(now, failures, TimeSpan.FromMilliseconds(period), TimeSpan.FromMilliseconds(5 * period));
            Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(5 * period));
            Assert.Equal(TimeSpan.FromMilliseconds(period).Ticks / 2, (now + wait - DateTimeOffset.UnixEpoch).Ticks % TimeSpan.FromMilliseconds(period).Ticks);
        });
}
