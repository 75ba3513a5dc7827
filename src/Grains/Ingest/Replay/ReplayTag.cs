using System.Globalization;
using System.Text;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// Marks the events of one replay: the dataset's fingerprint, shortened, and the replay's number. Thereby a replay
/// finds its own events in the log among live ones and those of other replays.
/// </summary>
internal sealed class ReplayTag
{
    private const int FingerprintLength = 16;
    private const int HashLength = 16;

    private readonly byte[] _end;

    public ReplayTag(string fingerprint, int number)
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"{fingerprint[..Math.Min(fingerprint.Length, FingerprintLength)]}.{number}");
        _end = Encoding.ASCII.GetBytes($"\",\"replay\":\"{Text}\"}}");
    }

    /// <summary>The tag, as the property <c>replay</c> of an event holds it.</summary>
    public string Text { get; }

    /// <summary>How every event of this replay ends, from the closing quotation mark of its trip id on.</summary>
    public ReadOnlySpan<byte> End => _end;

    /// <summary>Reads the ordinal of the trip that <paramref name="record"/> stands for.</summary>
    /// <returns>Whether the record is an event of this replay.</returns>
    public bool TryReadOrdinal(ReadOnlySpan<byte> record, out long ordinal)
    {
        ordinal = 0;
        if (!record.EndsWith(_end))
            return false;
        // The id before it ends in the ordinal, a hyphen and the content's hash.
        var id = record[..^_end.Length];
        if (id.Length <= HashLength || id[^(HashLength + 1)] != '-')
            return false;
        id = id[..^(HashLength + 1)];
        var digits = id[(id.LastIndexOf((byte)'-') + 1)..];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ordinal);
    }
}
