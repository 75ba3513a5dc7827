namespace OrleansLambda.Grains.Batch;

/// <summary>A record of a dataset that is no trip.</summary>
/// <param name="Ordinal">Its number, from zero.</param>
/// <param name="Line">Where it stands in the file: the line from 1 with the header as the first, or the row from 1 in a format without lines.</param>
/// <param name="Reason">What is wrong with it, in a sentence.</param>
/// <param name="Text">Its first <see cref="MaxText"/> characters.</param>
public sealed record RejectedRecord(long Ordinal, long Line, string Reason, string Text)
{
    /// <summary>How much of a record its reject quotes.</summary>
    public const int MaxText = 1024;
}
