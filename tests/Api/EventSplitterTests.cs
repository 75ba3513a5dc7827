using System.Text;
using CsCheck;
using OrleansLambda.Api.Intake;

namespace OrleansLambda.Api.Tests;

public sealed class EventSplitterTests
{
    private static readonly byte[] Alphabet = [.. "[]{}\"\\,\n\r a"u8, 0, 0xFF];

    [Theory]
    [InlineData("""[{"a":1},{"b":[2,{"c":3}]}]""", new[] { """{"a":1}""", """{"b":[2,{"c":3}]}""" })]
    [InlineData(" [ 1 , \"]\" ,\n{\"x\":\"a,\\\"]b\"} ] ", new[] { "1", "\"]\"", "{\"x\":\"a,\\\"]b\"}" })]
    [InlineData("[]", new string[0])]
    [InlineData(" [ \n ] ", new string[0])]
    [InlineData("[,]", new[] { "", "" })]
    [InlineData("[{},]", new[] { "{}", "" })]
    [InlineData("""[{"a":tru},{b:1},{"c":1]]""", new[] { """{"a":tru}""", "{b:1}", """{"c":1]""" })]
    public void Array_IsCutAtItsCommas_WhateverIsBetween(string body, string[] expected) =>
        Assert.Equal(expected, Texts(body, EventShape.Array));

    [Theory]
    [InlineData("""[{"a":1},{"b":2""", 1, 9, "the event at byte 9 has no end; it and all that follows was not read")]
    [InlineData("""[{"a":1},{"b":"x},{"c":1}]""", 1, 9, "the event at byte 9 has no end; it and all that follows was not read")]
    [InlineData("[", 0, 1, "the event at byte 1 has no end; it and all that follows was not read")]
    [InlineData("[1,\"\\", 1, 3, "the event at byte 3 has no end; it and all that follows was not read")]
    [InlineData("[1] 2", 1, 4, "the array ends before byte 4; what follows was not read")]
    [InlineData("[]]", 0, 2, "the array ends before byte 2; what follows was not read")]
    public void Array_EndsWithOneRefusal_WhenTheRestCannotBeCut(string body, int index, int start, string refusal)
    {
        var events = EventSplitter.Split(Encoding.UTF8.GetBytes(body), EventShape.Array, 100);

        Assert.Equal(index + 1, events.Count);
        Assert.Equal(new EventSlice(start, body.Length - start, refusal), events[index]);
    }

    [Theory]
    [InlineData("a\nb\r\n\n  \t\r\nc", new[] { "a", "b", "c" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("\n\n", new string[0])]
    [InlineData("a\0b\n\0", new[] { "a\0b", "\0" })]
    public void Lines_AreKeptByteForByte_WithoutTheirEndings(string body, string[] expected) =>
        Assert.Equal(expected, Texts(body, EventShape.Lines));

    [Theory]
    [InlineData(EventShape.Array, "[1,1,1,1]")]
    [InlineData(EventShape.Lines, "1\n1\n1\n1")]
    internal void Split_StopsPastItsBound_WhenThereAreMore(EventShape shape, string body)
    {
        Assert.Equal(4, EventSplitter.Split(Encoding.UTF8.GetBytes(body), shape, 4).Count);
        Assert.Equal(3, EventSplitter.Split(Encoding.UTF8.GetBytes(body), shape, 2).Count);
    }

    [Theory]
    [InlineData("""{"a":1}""", EventShape.Single)]
    [InlineData("{\n\"a\":\n{\"b\":1}\n}", EventShape.Single)]
    [InlineData("""{"a":1} {"b":1}""", EventShape.Single)]
    [InlineData("{\"a\":1}\n{\"b\":1}", EventShape.Lines)]
    [InlineData("{\"a\":\n{\"b\":1}", EventShape.Lines)]
    [InlineData("\uFEFF \n[1]", EventShape.Array)]
    [InlineData("", EventShape.Single)]
    [InlineData("nonsense", EventShape.Single)]
    internal void Shape_IsTold_ByTheBody(string body, EventShape expected) =>
        Assert.Equal(expected, EventShapes.Of(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("application/json", true, false)]
    [InlineData("Application/JSON; charset=utf-8", true, false)]
    [InlineData("application/x-ndjson", true, true)]
    [InlineData("application/ndjson", true, true)]
    [InlineData("application/jsonl", true, true)]
    [InlineData("text/plain", false, false)]
    [InlineData("application/x-www-form-urlencoded", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    [InlineData("nonsense", false, false)]
    public void ContentType_IsTaken_WhenItIsJson(string? contentType, bool taken, bool lines)
    {
        Assert.Equal(taken, EventShapes.TryParse(contentType, out var isLines));
        Assert.Equal(lines, isLines);
    }

    [Fact]
    public void Array_GivesItsElementsBack_WhenItIsJson()
    {
        var element = Gen.OneOf(
            Gen.String.Select(s => System.Text.Json.JsonSerializer.Serialize(s)),
            Gen.Int.Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.Dictionary(Gen.String, Gen.String.Array[0, 3])[0, 3].Select(d => System.Text.Json.JsonSerializer.Serialize(d)));
        element.Array[0, 20].Sample(elements => Assert.Equal(elements, Texts("[" + string.Join(" ,\n", elements) + "]", EventShape.Array)));
    }

    [Fact]
    public void Split_StaysWithinTheBody_WhateverItHolds() =>
        Gen.Select(Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i]).Array[0, 60], Gen.Enum<EventShape>())
            .Sample((body, shape) =>
            {
                byte[] bytes = shape == EventShape.Array ? [(byte)'[', .. body] : body;
                var end = 0;
                foreach (var e in EventSplitter.Split(bytes, shape, 1000))
                {
                    Assert.InRange(e.Start, end, bytes.Length);
                    Assert.InRange(e.Length, 0, bytes.Length - e.Start);
                    end = e.Start + e.Length;
                }
            });

    private static string[] Texts(string body, EventShape shape)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. EventSplitter.Split(bytes, shape, 1000).Select(e => e.Refusal ?? Encoding.UTF8.GetString(bytes, e.Start, e.Length))];
    }
}
