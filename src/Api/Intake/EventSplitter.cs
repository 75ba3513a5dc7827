using System.Buffers;
using System.Globalization;

namespace OrleansLambda.Api.Intake;

/// <summary>
/// Cuts a body into events without understanding them: what is inside of each is for the parser to judge. Linear in
/// the body's length, whatever the body holds; how deep values nest costs nothing.
/// </summary>
internal static class EventSplitter
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);

    /// <summary>
    /// The events of <paramref name="body"/>, at most <paramref name="maxEvents"/>, and one more where there are more.
    /// </summary>
    public static List<EventSlice> Split(ReadOnlySpan<byte> body, EventShape shape, int maxEvents)
    {
        var events = new List<EventSlice>();
        switch (shape)
        {
            case EventShape.Array:
                SplitArray(body, maxEvents, events);
                break;
            case EventShape.Lines:
                SplitLines(body, maxEvents, events);
                break;
            default:
                Add(body, 0, body.Length, events);
                break;
        }
        return events;
    }

    private static void SplitLines(ReadOnlySpan<byte> body, int maxEvents, List<EventSlice> events)
    {
        for (var start = 0; start < body.Length && events.Count <= maxEvents;)
        {
            var length = body[start..].IndexOf((byte)'\n');
            if (length < 0)
                length = body.Length - start;
            var line = body.Slice(start, length);
            if (!line.Trim(Json.WhiteSpace).IsEmpty)
                events.Add(new EventSlice(start, line.EndsWith("\r"u8) ? length - 1 : length));
            start += length + 1;
        }
    }

    private static void SplitArray(ReadOnlySpan<byte> body, int maxEvents, List<EventSlice> events)
    {
        var start = EventShapes.Start(body) + 1;
        if (body[start..].TrimStart(Json.WhiteSpace) is [(byte)']', ..])
        {
            AddRest(body, start + body[start..].IndexOf((byte)']') + 1, events);
            return;
        }
        while (events.Count <= maxEvents)
        {
            var end = FindEnd(body, start);
            if (end < 0)
            {
                events.Add(Broken(start, body.Length, $"the event at byte {start} has no end; it and all that follows was not read"));
                return;
            }
            Add(body, start, end, events);
            if (body[end] == ']')
            {
                AddRest(body, end + 1, events);
                return;
            }
            start = end + 1;
        }
    }

    // The comma, or the array's bracket, that ends the element at start; negative where nothing does.
    private static int FindEnd(ReadOnlySpan<byte> body, int start)
    {
        var depth = 0;
        for (var i = start; ; i++)
        {
            var next = body[i..].IndexOfAny(Structure);
            if (next < 0)
                return -1;
            i += next;
            switch (body[i])
            {
                case (byte)'"':
                    i = FindQuote(body, i + 1);
                    if (i < 0)
                        return -1;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)',' when depth == 0:
                case (byte)']' when depth == 0:
                    return i;
                case (byte)'}' or (byte)']' when depth > 0:
                    depth--;
                    break;
            }
        }
    }

    private static int FindQuote(ReadOnlySpan<byte> body, int start)
    {
        for (var i = start; i < body.Length; i += 2)
        {
            var next = body[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return -1;
            i += next;
            if (body[i] == '"')
                return i;
        }
        return -1;
    }

    private static void Add(ReadOnlySpan<byte> body, int start, int end, List<EventSlice> events)
    {
        while (start < end && Json.IsWhiteSpace(body[start]))
            start++;
        while (end > start && Json.IsWhiteSpace(body[end - 1]))
            end--;
        events.Add(new EventSlice(start, end - start));
    }

    private static void AddRest(ReadOnlySpan<byte> body, int start, List<EventSlice> events)
    {
        var rest = body[start..].TrimStart(Json.WhiteSpace);
        if (!rest.IsEmpty)
            events.Add(Broken(body.Length - rest.Length, body.Length, $"the array ends before byte {body.Length - rest.Length}; what follows was not read"));
    }

    private static EventSlice Broken(int start, int end, FormattableString reason) =>
        new(start, end - start, reason.ToString(CultureInfo.InvariantCulture));
}
