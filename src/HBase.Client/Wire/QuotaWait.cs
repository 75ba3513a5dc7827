using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>How long a server that keeps users or tables to a quota wants not to be asked. It tells so in its exception's message only.</summary>
internal static partial class QuotaWait
{
    /// <summary>Reads it from the message of an <c>RpcThrottlingException</c>; null where there is none.</summary>
    public static TimeSpan? Of(string className, string text)
    {
        if (!className.EndsWith("RpcThrottlingException", StringComparison.Ordinal) || Sentence().Match(text) is not { Success: true } match)
            return null;
        return TimeSpan.FromHours(Number(1)) + TimeSpan.FromMinutes(Number(2)) + TimeSpan.FromSeconds(Number(3)) + TimeSpan.FromMilliseconds(Number(4));

        double Number(int part) => match.Groups[part].Success ? double.Parse(match.Groups[part].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    // For example "1hr, 2mins, 3sec, 4ms"; servers before 2.5 write "1hrs, 2mins, 3.00sec". Hours and minutes are left out where they are none.
    [GeneratedRegex(@" exceeded - wait (?=\d)(?:(\d{1,6})hrs?, )?(?:(\d{1,6})mins?, )?(?:(\d{1,6}(?:\.\d{1,3})?)sec)?(?:, )?(?:(\d{1,9})ms)?")]
    private static partial Regex Sentence();
}
