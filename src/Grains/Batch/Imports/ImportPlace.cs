using System.Globalization;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>
/// An import's place in the order of starts: a document of its own, since the import's is found by its id. Written
/// first; one without its import, or whose import started at another time, counts for nothing.
/// </summary>
internal sealed record ImportPlace(string Import)
{
    public const string Prefix = "import-order/";

    /// <summary>The key for an import: in the order of time when compared as text.</summary>
    public static string Key(DateTimeOffset startedAt, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{startedAt.UtcDateTime:yyyyMMdd'T'HHmmss.fffffff}/{id}");
}
