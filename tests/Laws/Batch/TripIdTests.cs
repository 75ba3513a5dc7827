namespace OrleansLambda.Laws.Batch;

public sealed class TripIdTests
{
    private static readonly Gen<TripId> Id = Gen.Select(
        Gen.OneOf(Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.OneOf(0L, DateTime.MaxValue.Ticks / 10, DateTime.UnixEpoch.Ticks / 10)),
        Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, 100]),
        Gen.OneOf(Gen.ULong, Gen.OneOf(0UL, ulong.MaxValue)),
        (micros, ordinal, hash) => new TripId(new DateTime(micros * 10), ordinal, hash));

    [Fact]
    public void ToString_AndParse_AreInverse() =>
        Id.Sample(id => TripId.TryParse(id.ToString(), out var parsed) && parsed == id, iter: 10_000);

    [Fact]
    public void Text_IsInTheFormItSays() =>
        Assert.Equal("20240101T005755.000000-42-0123456789abcdef", new TripId(new(2024, 1, 1, 0, 57, 55), 42, 0x0123456789abcdef).ToString());

    [Fact]
    public void Text_IsReadOrRefusedWithoutAnException_WhenACharacterIsChanged() =>
        Gen.Select(Id, Gen.Int[0, 100], Gen.Char["0123456789abcdefT.- \0é"]).Sample(
            (id, place, character) =>
            {
                var text = id.ToString().ToCharArray();
                text[place % text.Length] = character;
                if (TripId.TryParse(new string(text), out var parsed))
                    Assert.True(TripId.TryParse(parsed.ToString(), out var again) && again == parsed, $"{new string(text)} was read as {parsed}.");
            },
            iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("20240101T005755.000000-42")]
    [InlineData("20240101T005755.000000-42-0123456789abcde")]
    [InlineData("20240101T005755.000000-42-0123456789abcdefa")]
    [InlineData("20240101T005755.000000-42-0123456789abcdeg")]
    [InlineData("20240101T005755.000000--42-0123456789abcdef")]
    [InlineData("20240101T005755.000000-+42-0123456789abcdef")]
    [InlineData("20240101T005755.000000- 42-0123456789abcdef")]
    [InlineData("20240101T005755.000000-9223372036854775808-0123456789abcdef")]
    [InlineData("20240101T005755-42-0123456789abcdef")]
    [InlineData("20240101 005755.000000-42-0123456789abcdef")]
    [InlineData("20240230T005755.000000-42-0123456789abcdef")]
    [InlineData("20240101T005755.000000-42-0123456789abcdef-")]
    public void Text_IsRefused_WhenItIsNoId(string text) => Assert.False(TripId.TryParse(text, out _));
}
