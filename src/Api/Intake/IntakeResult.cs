using OrleansLambda.Api.Contracts;

namespace OrleansLambda.Api.Intake;

/// <summary>What became of a post's events.</summary>
internal sealed class IntakeResult(int maxRejections)
{
    private readonly List<RejectionDto> _rejected = [];

    /// <summary>Events that are durable in the log.</summary>
    public int Accepted { get; set; }

    /// <summary>Events that were not taken.</summary>
    public int RejectedCount { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RejectionDto> Rejected => _rejected;

    /// <summary>What ended the post early; null when nothing did.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Where it did: the first event that is not known to be durable. Those before it are, or were rejected.</summary>
    public int NextIndex { get; set; }

    /// <summary>How many events from there on may be durable or not.</summary>
    public int Unknown { get; set; }

    /// <summary>Notes an event that is not taken.</summary>
    public void Reject(int index, string reason)
    {
        RejectedCount++;
        if (_rejected.Count < maxRejections)
            _rejected.Add(new RejectionDto(index, reason));
    }
}
