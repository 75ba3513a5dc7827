using NodaTime;

namespace OrleansLambda.Grains.Sample;

/// <summary>When people take taxis: how many on which day of the week, and at which time of the day.</summary>
internal static class SampleDemand
{
    private const int SecondsPerHour = 3600;

    // Percent of an average day, Monday first.
    private static readonly int[] Weekdays = [88, 96, 102, 106, 108, 110, 90];

    // Relative, from midnight: the trough is before dawn, the peak in the early evening.
    private static readonly int[] Hours = [28, 19, 13, 9, 6, 7, 15, 28, 40, 44, 46, 49, 53, 54, 58, 60, 60, 65, 69, 60, 55, 56, 52, 41];

    private static readonly int HoursTotal = Hours.Sum();

    /// <summary>How many of <paramref name="average"/> trips a day fall on <paramref name="date"/>, at least one.</summary>
    public static int TripsOn(LocalDate date, int average) =>
        (int)Math.Max(1, (long)average * Weekdays[(int)date.DayOfWeek - 1] / 100);

    /// <summary>
    /// The second of the day by which <paramref name="part"/> / 2^32 of a day's trips have begun.
    /// </summary>
    public static int SecondAt(uint part)
    {
        var sought = part * (ulong)HoursTotal;
        for (var hour = 0; ; hour++)
        {
            var trips = (ulong)Hours[hour] << 32;
            if (sought < trips)
                return (hour * SecondsPerHour) + (int)(sought / (ulong)Hours[hour] * SecondsPerHour >> 32);
            sought -= trips;
        }
    }
}
