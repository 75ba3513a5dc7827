using System.Buffers.Text;
using System.Text;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Writes the unknown columns of one record as a JSON object, the same bytes from every format: names in ordinal order,
/// numbers in their shortest form where six decimals hold them exactly, everything else as a string, empty fields left
/// out. Reusable; not for several threads.
/// </summary>
/// <remarks>
/// The text is written by hand because trips are named by a hash over it: how a library escapes must not change their
/// names. Quotation marks, backslashes and control characters are escaped; all else stands as it is.
/// </remarks>
public sealed class ExtrasBuilder
{
    private const int MaxExactLength = 28;
    private const int FractionDigits = 6;

    private byte[] _buffer = new byte[256];
    private int _length;
    private string? _last;
    private int _lastLength;
    private byte[] _lastBytes = [];

    /// <summary>Begins a new object.</summary>
    public void Clear() => _length = 0;

    /// <summary>Adds a column, in ordinal order of the names. An empty value adds nothing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Its value's text, valid UTF-8.</param>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        Write(_length == 0 ? (byte)'{' : (byte)',');
        WriteString(Encoding.UTF8.GetBytes(name));
        Write((byte)':');
        if (TryNumber(value, out var number))
            WriteNumber(number);
        else
            WriteString(value);
    }

    /// <summary>The object, or null where nothing was added.</summary>
    public string? Build()
    {
        if (_length == 0)
            return null;
        Write((byte)'}');
        // Unknown columns mostly hold a few different values; their texts are shared.
        var text = _buffer.AsSpan(0, _length);
        if (_last is not null && text.SequenceEqual(_lastBytes.AsSpan(0, _lastLength)))
            return _last;
        if (_lastBytes.Length < _length)
            _lastBytes = new byte[_buffer.Length];
        text.CopyTo(_lastBytes);
        _lastLength = _length;
        return _last = Encoding.UTF8.GetString(text);
    }

    // What JSON calls a number, and six decimals hold without loss. 007 is a code, and stays a string.
    private static bool TryNumber(ReadOnlySpan<byte> text, out Micros number)
    {
        number = default;
        var i = text[0] == '-' ? 1 : 0;
        var whole = Digits(text, i);
        if (whole == 0 || (whole > 1 && text[i] == '0'))
            return false;
        i += whole;
        var significant = 0;
        if (i < text.Length && text[i] == '.')
        {
            var fraction = Digits(text, i + 1);
            if (fraction == 0)
                return false;
            significant = text.Slice(i + 1, fraction).LastIndexOfAnyExcept((byte)'0') + 1;
            i += fraction + 1;
        }
        if (i == text.Length)
            return significant <= FractionDigits && Micros.TryParse(text, out number);
        if (text[i] is not ((byte)'e' or (byte)'E') || text.Length > MaxExactLength)
            return false;
        i += i + 1 < text.Length && text[i + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
        return Digits(text, i) is var exponent && exponent > 0 && i + exponent == text.Length
            && Micros.TryParse(text, out number)
            && Utf8Parser.TryParse(text, out decimal exact, out var used) && used == text.Length && exact == number.ToDecimal();
    }

    private static int Digits(ReadOnlySpan<byte> text, int start)
    {
        var rest = start < text.Length ? text[start..] : default;
        var end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? rest.Length : end;
    }

    private void WriteNumber(Micros number)
    {
        foreach (var c in number.ToString())
            Write((byte)c);
    }

    private void WriteString(ReadOnlySpan<byte> utf8)
    {
        Write((byte)'"');
        foreach (var b in utf8)
        {
            if (b is (byte)'"' or (byte)'\\')
            {
                Write((byte)'\\');
                Write(b);
            }
            else if (b < 0x20)
            {
                Reserve(6);
                "\\u00"u8.CopyTo(_buffer.AsSpan(_length));
                _buffer[_length + 4] = (byte)('0' + (b >> 4));
                _buffer[_length + 5] = "0123456789abcdef"u8[b & 15];
                _length += 6;
            }
            else
            {
                Write(b);
            }
        }
        Write((byte)'"');
    }

    private void Write(byte b)
    {
        Reserve(1);
        _buffer[_length++] = b;
    }

    private void Reserve(int count)
    {
        if (_length + count > _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
