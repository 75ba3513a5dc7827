using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>
/// A statement whose interpolated values become literals: numbers as digits, texts quoted, so that no value is ever read
/// as SQL. DuckDB's texts know no escape but the doubled quote.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct Sql
{
    private readonly StringBuilder _text;

    public Sql(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 12));

    public void AppendLiteral(string part) => _text.Append(part);

    public void AppendFormatted(long value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

    public void AppendFormatted(ulong value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

    public void AppendFormatted(Timestamp value) => _text.Append(CultureInfo.InvariantCulture, $"make_timestamp({value.Microseconds})");

    public void AppendFormatted(Timestamp? value)
    {
        if (value is { } timestamp)
            AppendFormatted(timestamp);
        else
            _text.Append("NULL");
    }

    public void AppendFormatted(DateOnly value) => _text.Append(CultureInfo.InvariantCulture, $"DATE '{value:yyyy-MM-dd}'");

    /// <exception cref="ArgumentException">The text holds a NUL, which would end the statement.</exception>
    public void AppendFormatted(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A text to look for has no NUL characters.", nameof(value));
        _text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
    }

    /// <summary>Numbers separated by commas, for an IN list.</summary>
    public void AppendFormatted(IEnumerable<long> values) => _text.AppendJoin(',', values);

    /// <summary>A part of a statement, as it is.</summary>
    public void AppendFormatted(Fragment value) => _text.Append(value.Text);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A TIMESTAMP literal.</summary>
    internal readonly record struct Timestamp(long Microseconds);

    /// <summary>SQL that the program itself wrote.</summary>
    internal readonly record struct Fragment(string Text);
}
