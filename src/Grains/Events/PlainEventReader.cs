namespace OrleansLambda.Grains.Events;

/// <summary>
/// Reads the fields of events as producers write them: a flat object in ASCII, its values strings without escapes,
/// decimals without exponents, and nulls. It takes no text that <see cref="JsonEventReader"/> would read differently, and
/// leaves to that one whatever is not plain, or is no event: it is the common case at a fraction of the time.
/// </summary>
internal ref struct PlainEventReader
{
    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private PlainEventReader(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Reads <paramref name="utf8"/>.</summary>
    /// <returns>Whether it is plain and its fields are an event's.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out EventFields fields)
    {
        fields = default;
        var reader = new PlainEventReader(utf8);
        return reader.TryReadObject(ref fields);
    }

    private bool TryReadObject(ref EventFields fields)
    {
        if (!TryTake((byte)'{'))
            return false;
        do
        {
            if (!TryTake((byte)'"') || !TryReadText(out var name) || !TryTake((byte)':') || !TryReadValue(name, ref fields))
                return false;
        }
        while (TryTake((byte)','));
        return TryTake((byte)'}') && _at == _text.Length;
    }

    private bool TryReadValue(ReadOnlySpan<byte> name, ref EventFields fields)
    {
        if (TryTake((byte)'"'))
            return TryReadText(out var text) && TrySetText(name, text, ref fields);
        if (_text[_at..].StartsWith("null"u8))
        {
            _at += "null"u8.Length;
            return TrySetNumber(name, null, ref fields);
        }
        return TryReadNumber(out var number) && TrySetNumber(name, number, ref fields);
    }

    private static bool TrySetText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, ref EventFields fields)
    {
        if (name.SequenceEqual("tpep_pickup_datetime"u8))
            return fields.HasTime = EventTime.TryParse(text, out fields.Time);
        if (name.SequenceEqual("trip_id"u8))
            return fields.IsReplay = true;
        return !IsNumber(name);
    }

    // Without a number: null, which stands for a field that is absent.
    private static bool TrySetNumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> number, ref EventFields fields)
    {
        Micros? value = null;
        if (IsNumber(name) && !number.IsEmpty)
        {
            if (!Micros.TryParse(number, out var micros))
                return false;
            value = micros;
        }
        if (name.SequenceEqual("total_amount"u8))
            fields.TotalAmount = value;
        else if (name.SequenceEqual("fare_amount"u8))
            fields.FareAmount = value;
        else if (name.SequenceEqual("tip_amount"u8))
            fields.TipAmount = value;
        else if (name.SequenceEqual("trip_distance"u8))
            fields.TripDistance = value;
        else if (name.SequenceEqual("passenger_count"u8))
            return TrySetPassengers(value, ref fields);
        else if (name.SequenceEqual("trip_id"u8))
            return number.IsEmpty && !(fields.IsReplay = false);
        else
            return !name.SequenceEqual("tpep_pickup_datetime"u8);
        return true;
    }

    private static bool TrySetPassengers(Micros? count, ref EventFields fields)
    {
        fields.PassengerCount = null;
        return count is not { } value || fields.TrySetPassengers(value);
    }

    private static bool IsNumber(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("total_amount"u8) || name.SequenceEqual("fare_amount"u8) || name.SequenceEqual("tip_amount"u8)
        || name.SequenceEqual("trip_distance"u8) || name.SequenceEqual("passenger_count"u8);

    private bool TryTake(byte expected)
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
        if (_at == _text.Length || _text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    // What stands between two quotes, the first of which was taken.
    private bool TryReadText(out ReadOnlySpan<byte> text)
    {
        var start = _at;
        for (; _at < _text.Length; _at++)
        {
            var character = _text[_at];
            if (character == '"')
            {
                text = _text[start.._at++];
                return true;
            }
            if (character is < 0x20 or > 0x7E or (byte)'\\')
                break;
        }
        text = default;
        return false;
    }

    // As JSON has it: no sign but a minus, no zero before another digit, no point without a digit on either side.
    private bool TryReadNumber(out ReadOnlySpan<byte> number)
    {
        var start = _at;
        if (_at < _text.Length && _text[_at] == '-')
            _at++;
        var whole = SkipDigits();
        var fraction = 1;
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            fraction = SkipDigits();
        }
        number = _text[start.._at];
        return whole > 0 && fraction > 0 && (whole == 1 || number[number[0] == '-' ? 1 : 0] != '0');
    }

    private int SkipDigits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
            _at++;
        return _at - start;
    }
}
