namespace OrleansLambda.Streaming.Abstractions;

/// <summary>
/// Decides what the records of a partition mean. The decision depends on the records alone, so that reading them again,
/// cut elsewhere, decides the same about each. Thread-safe.
/// </summary>
public interface IRecordInterpreter
{
    /// <summary>Interprets <paramref name="records"/>, which were read from <paramref name="partition"/> in one piece.</summary>
    Interpretation Interpret(PartitionId partition, IReadOnlyList<LogRecord> records);
}
