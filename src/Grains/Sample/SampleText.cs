using System.Buffers.Text;
using NodaTime;

namespace OrleansLambda.Grains.Sample;

/// <summary>Lines of a CSV in the making. Each method writes one field and the comma behind it.</summary>
internal sealed class SampleText(int capacity)
{
    private readonly byte[] _buffer = new byte[capacity];

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(Length));
        Length += text.Length;
    }

    public void Whole(int value)
    {
        Digits(value);
        Comma();
    }

    /// <summary>A number with one decimal, or two where it has them: <c>17.7</c>, <c>1.0</c>, <c>6.94</c>. Null is an empty field.</summary>
    public void Hundredths(int? value)
    {
        if (value is { } hundredths)
        {
            if (hundredths < 0)
                _buffer[Length++] = (byte)'-';
            var (whole, rest) = Math.DivRem(Math.Abs(hundredths), 100);
            Digits(whole);
            _buffer[Length++] = (byte)'.';
            _buffer[Length++] = (byte)('0' + (rest / 10));
            if (rest % 10 != 0)
                _buffer[Length++] = (byte)('0' + (rest % 10));
        }
        Comma();
    }

    public void Letter(char? letter)
    {
        if (letter is { } ascii)
            _buffer[Length++] = (byte)ascii;
        Comma();
    }

    public void Time(LocalDateTime time)
    {
        TwoDigits(time.Year / 100);
        TwoDigits(time.Year % 100);
        Part('-', time.Month);
        Part('-', time.Day);
        Part(' ', time.Hour);
        Part(':', time.Minute);
        Part(':', time.Second);
        Comma();
    }

    /// <summary>Turns the last comma into the end of the line.</summary>
    public void EndLine() => _buffer[Length - 1] = (byte)'\n';

    private void Comma() => _buffer[Length++] = (byte)',';

    private void Part(char separator, int value)
    {
        _buffer[Length++] = (byte)separator;
        TwoDigits(value);
    }

    private void TwoDigits(int value)
    {
        _buffer[Length++] = (byte)('0' + (value / 10));
        _buffer[Length++] = (byte)('0' + (value % 10));
    }

    private void Digits(int value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out var written);
        Length += written;
    }
}
