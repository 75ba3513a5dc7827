using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansLambda.Api.Http;

/// <summary>
/// Reads a request's query. What is wrong is collected, so that one answer names all of it; parameters that nobody asks
/// for are ignored.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The page where none is asked for.</summary>
    public const int DefaultLimit = 100;

    private const string DateFormat = "yyyy-MM-dd";

    private readonly Dictionary<string, object?> _errors = [];

    /// <summary>Reads a cursor's text.</summary>
    public delegate bool TryParse<T>(string text, out T value);

    /// <summary>Whether anything was wrong, and what.</summary>
    public bool IsBad([NotNullWhen(true)] out ProblemHttpResult? problem)
    {
        problem = _errors.Count == 0 ? null : Problems.Of(
            StatusCodes.Status400BadRequest,
            string.Join(" ", _errors.Select(error => $"The parameter {error.Key} {error.Value}.")),
            [new("errors", _errors)]);
        return problem is not null;
    }

    /// <summary>How many items to answer with.</summary>
    public int Limit()
    {
        if (Text("limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;
        Refuse("limit", text, $"a whole number from 1 to {MaxLimit} is allowed");
        return DefaultLimit;
    }

    /// <summary>A date.</summary>
    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (TryDate(text, out var date))
            return date;
        Refuse(name, text, "a date such as 2024-01-31 is allowed");
        return null;
    }

    /// <summary>An instant; without an offset it is UTC.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (TryTime(text, out var time))
            return time;
        Refuse(name, text, "a time such as 2024-01-31T00:57:50Z, or a date, is allowed");
        return null;
    }

    /// <summary>Where the page before ended.</summary>
    public T? Cursor<T>(TryParse<T> tryParse)
        where T : struct
    {
        if (Text("cursor") is not { } text)
            return null;
        if (tryParse(text, out var value))
            return value;
        Refuse("cursor", text, "the next_cursor of the page before is allowed");
        return null;
    }

    /// <summary>Where the page before ended, as its text.</summary>
    public string? Cursor(int maxLength)
    {
        var text = Text("cursor");
        if (text is null || text.Length <= maxLength)
            return text;
        Refuse("cursor", text, "the next_cursor of the page before is allowed");
        return null;
    }

    /// <summary>Sees to it that the bounds are not crossed.</summary>
    public void Ordered<T>(T? from, T? to)
        where T : struct, IComparable<T>
    {
        if (from is { } first && to is { } last && first.CompareTo(last) > 0)
            Refuse("from", Text("from")!, "at most the parameter to is allowed");
    }

    /// <summary>Reads a date.</summary>
    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Writes a date.</summary>
    public static string Format(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static bool TryTime(string text, out DateTimeOffset time)
    {
        if (TryDate(text, out var date))
        {
            time = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
            return EventTime.IsInRange(time);
        }
        // The plus sign of an offset, when it is not escaped, arrives as a space.
        var offset = text.Length - 6;
        if (offset > DateFormat.Length && text[offset] == ' ')
            text = $"{text[..offset]}+{text[(offset + 1)..]}";
        return EventTime.TryParse(Encoding.UTF8.GetBytes(text), out time);
    }

    private string? Text(string name)
    {
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
            return null;
        if (values.Count > 1)
            _errors[name] = $"is given {values.Count} times; once is allowed";
        return values[0] ?? "";
    }

    private void Refuse(string name, string text, string allowed)
    {
        const int MaxQuoted = 40;
        var quoted = text.Length <= MaxQuoted ? text : text[..MaxQuoted] + "…";
        _errors.TryAdd(name, $"is \"{quoted}\"; {allowed}");
    }
}
