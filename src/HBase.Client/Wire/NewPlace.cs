using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Where a region went, as the server tells that had it.</summary>
/// <param name="Server">The server that it went to.</param>
/// <param name="AsOf">
/// The region's sequence number when it left. Servers tell this for two minutes, also when the region has been elsewhere
/// since, so only a number that is greater than that of the place which is known is news.
/// </param>
internal readonly partial record struct NewPlace(ServerAddress Server, long AsOf)
{
    /// <summary>Reads it from the message of a <c>RegionMovedException</c>; null where there is none.</summary>
    public static NewPlace? Of(string className, string text) =>
        className.EndsWith("RegionMovedException", StringComparison.Ordinal)
        && Sentence().Match(text) is { Success: true } match
        && ServerAddress.TryParse($"{match.Groups[1].Value}:{match.Groups[2].Value}", out var server)
        && long.TryParse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture, out var asOf)
            ? new NewPlace(server, asOf)
            : null;

    [GeneratedRegex(@"hostname=(\S+) port=(\d{1,5})\b.*? locationSeqNum=(-?\d{1,19})\b")]
    private static partial Regex Sentence();
}
