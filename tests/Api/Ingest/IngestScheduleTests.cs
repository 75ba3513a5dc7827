using CsCheck;
using OrleansLambda.Grains.Ingest;

namespace OrleansLambda.Api.Tests.Ingest;

public sealed class IngestScheduleTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(0, 0, 500)]
    [InlineData(499, 0, 500)]
    [InlineData(500, 0, 1500)]
    [InlineData(900, 0, 1500)]
    [InlineData(0, 1, 500)]
    [InlineData(0, 2, 1500)]
    [InlineData(0, 3, 3500)]
    [InlineData(0, 4, 4500)]
    [InlineData(0, 1_000_000, 4500)]
    public void Next_FallsInTheMiddleOfASecond_LaterWithEachFailure(int now, int failures, int next) =>
        Assert.Equal(At(next), IngestSchedule.Next(At(now), DateTimeOffset.MinValue, failures, Second, FiveSeconds));

    [Theory]
    [InlineData(1499, 1500, 0, 2500)]
    [InlineData(1001, 1500, 0, 2500)]
    [InlineData(1499, 1500, 2, 3500)]
    [InlineData(1500, 1500, 0, 2500)]
    [InlineData(2400, 1500, 0, 2500)]
    [InlineData(0, 3_600_500, 0, 500)]
    public void Next_PassesAMiddleThatATimerCameTooEarlyFor_AndDoesNotWaitForAClockThatWasSetBack(int now, int due, int failures, int next) =>
        Assert.Equal(At(next), IngestSchedule.Next(At(now), At(due), failures, Second, FiveSeconds));

    [Fact]
    public void Next_LiesAhead_WithinTheBackoff() =>
        Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Int[-100_000, 100_000], Gen.Int[0, 40], Gen.Int[20, 60_000]).Sample((millisecond, early, failures, milliseconds) =>
        {
            var (now, period) = (DateTimeOffset.UnixEpoch.AddMilliseconds(millisecond), TimeSpan.FromMilliseconds(milliseconds));
            var due = now.AddMilliseconds(early);
            var next = IngestSchedule.Next(now, due, failures, period, 5 * period);
            Assert.InRange(next, now.AddTicks(1), now + (5.5 * period));
            Assert.Equal(period.Ticks / 2, (next - DateTimeOffset.UnixEpoch).Ticks % period.Ticks);
            Assert.False(due - now < period / 2 && next <= due, $"The fetch that was due at {due:O} would be made twice.");
        });

    private static DateTimeOffset At(int millisecond) => DateTimeOffset.UnixEpoch.AddMilliseconds(millisecond);
}
