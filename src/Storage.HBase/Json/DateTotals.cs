using System.Text.Json;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>Adds up the trips of one date from their documents, in millionths, and reads no more of each than it needs. Not for several threads.</summary>
internal sealed class DateTotals
{
    // A measure is at most 10^13 millionths: so many of them fit into the number, whatever they are.
    private const int MostAtOnce = 500_000;

    private const int Passengers = 4;

    private readonly long[] _sums = new long[Passengers + 1];
    private TripTotals _totals;
    private int _trips;

    /// <summary>The totals of what was added.</summary>
    public TripTotals Totals
    {
        get
        {
            Carry();
            return _totals;
        }
    }

    /// <summary>Adds a trip.</summary>
    /// <exception cref="JsonException">It is no trip's document.</exception>
    /// <exception cref="FormatException">A measure is no number.</exception>
    public void Add(ReadOnlySpan<byte> document)
    {
        if (_trips == MostAtOnce)
            Carry();
        _trips++;
        var reader = Documents.Read(document);
        var (next, found) = (0, 0);
        while (found <= Passengers && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var measure = Find(ref reader, next);
            reader.Read();
            if (measure < 0)
            {
                reader.Skip();
                continue;
            }
            _sums[measure] += measure == Passengers ? reader.GetInt64() : TripJson.ReadMicros(ref reader);
            (next, found) = (measure + 1, found + 1);
        }
    }

    private static int Find(ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i <= Passengers; i++)
        {
            var measure = (next + i) % (Passengers + 1);
            if (reader.ValueTextEquals(TripJson.NameOf(measure)))
                return measure;
        }
        return -1;
    }

    private void Carry()
    {
        _totals = _totals.Merge(new TripTotals(_trips, Sum(0), Sum(1), Sum(2), Sum(3), _sums[Passengers]));
        _sums.AsSpan().Clear();
        _trips = 0;
    }

    private decimal Sum(int measure) => new Micros(_sums[measure]).ToDecimal();
}
