using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace OrleansLambda.Api.Intake;

/// <summary>Tells the shape of a post by its content type, and where that leaves it open by its body.</summary>
internal static class EventShapes
{
    /// <summary>The content types that are taken, for a caller to read.</summary>
    public const string Allowed = "application/json, application/x-ndjson, application/ndjson and application/jsonl";

    // A type must be stated: one that a browser sends without asking first (text, a form, none) could come from any page.
    private static readonly string[] LineTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether that content type is taken, and whether it alone says that the body is lines.</summary>
    public static bool TryParse(string? contentType, out bool lines)
    {
        lines = false;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.HasValue)
            return false;
        lines = LineTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase);
        return lines || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The shape of a body that is called JSON: an array, one value, or - where a later line begins an object and the
    /// whole is not one value - lines.
    /// </summary>
    public static EventShape Of(ReadOnlySpan<byte> body)
    {
        var start = Start(body);
        if (start < body.Length && body[start] == '[')
            return EventShape.Array;
        return IsOneValue(body[start..]) || !HasObjectOnLaterLine(body[start..]) ? EventShape.Single : EventShape.Lines;
    }

    /// <summary>Where the body's first value begins: after a byte order mark and white space.</summary>
    public static int Start(ReadOnlySpan<byte> body)
    {
        var start = body.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        while (start < body.Length && Json.IsWhiteSpace(body[start]))
            start++;
        return start;
    }

    private static bool IsOneValue(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasObjectOnLaterLine(ReadOnlySpan<byte> body) => body.IndexOf("\n{"u8) > 0;
}
