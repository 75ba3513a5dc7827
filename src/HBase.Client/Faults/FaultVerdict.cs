using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>What a failed attempt means.</summary>
/// <param name="Action">What to do about it.</param>
/// <param name="MayBeDone">Whether what was asked may have been done all the same.</param>
/// <param name="MovedTo">Where the region is, where the server said so.</param>
internal readonly record struct FaultVerdict(FaultAction Action, bool MayBeDone, NewPlace? MovedTo = null);
