using System.Globalization;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Which column of a dataset is which: known ones by their names without regard to case, in any order, and the
/// unknown ones, which go into <see cref="Trip.Extras"/> under their names as the dataset spells them.
/// </summary>
public sealed class DatasetLayout
{
    /// <summary>The length of the longest record that is taken for one, in bytes: 1 MiB.</summary>
    public const int MaxRecordBytes = 1 << 20;

    private const int MaxQuotedNames = 8;

    private static readonly Dictionary<string, TripColumn> KnownColumns =
        TripColumn.All.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);

    private readonly TripColumn?[] _known;

    private DatasetLayout(string[] names, TripColumn?[] known)
    {
        _known = known;
        Names = names;
        Extras = [.. Enumerable.Range(0, names.Length).Where(i => known[i] is null).OrderBy(i => names[i], StringComparer.Ordinal)];
    }

    /// <summary>The names, trimmed; a column without one is called <c>unnamed_</c> and its number from 1.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The places of the unknown columns, in ordinal order of their names.</summary>
    public IReadOnlyList<int> Extras { get; }

    /// <summary>How many columns there are.</summary>
    public int Count => _known.Length;

    /// <summary>The known column at place <paramref name="index"/>, or null where it is an unknown one.</summary>
    public TripColumn? this[int index] => _known[index];

    /// <summary>The layout of a dataset whose columns have <paramref name="names"/>.</summary>
    /// <param name="file">The dataset's name, for errors.</param>
    /// <param name="names">The columns' names, in their order.</param>
    /// <exception cref="DatasetException">The pickup is not among them, or two columns have one name.</exception>
    public static DatasetLayout Of(string file, IReadOnlyList<string> names)
    {
        var trimmed = names.Select((name, i) => NameOf(name, i)).ToArray();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in trimmed)
            if (!seen.Add(name))
                throw new DatasetException($"{file} has two columns named {name} (upper and lower case count as the same); each name may stand in the header once.");
        if (!seen.Contains(TripColumn.PickupAt.Name))
            throw new DatasetException(PickupMissing(file, trimmed));
        return new DatasetLayout(trimmed, [.. trimmed.Select(name => KnownColumns.GetValueOrDefault(name))]);
    }

    private static string NameOf(string name, int index)
    {
        var trimmed = name.Trim();
        return trimmed.Length > 0 ? trimmed : string.Create(CultureInfo.InvariantCulture, $"unnamed_{index + 1}");
    }

    private static string PickupMissing(string file, string[] names)
    {
        var shown = string.Join(", ", names.Take(MaxQuotedNames).Select(Quoted.Text));
        var more = names.Length > MaxQuotedNames ? $" and {names.Length - MaxQuotedNames} more" : "";
        var hint = names.Any(LooksLikeData) ? " That looks like data: the header is missing."
            : names.Length == 1 && names[0].AsSpan().ContainsAny(";\t|") ? " Columns are separated by commas."
            : "";
        return $"{file} has no column {TripColumn.PickupAt.Name}, which every trip needs. Its columns are {shown}{more}.{hint}";
    }

    private static bool LooksLikeData(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        || DateTime.TryParse(name, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
