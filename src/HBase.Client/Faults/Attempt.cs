using OrleansLambda.HBase.Client.Regions;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>One try of an operation.</summary>
/// <param name="Region">The region, where it was found.</param>
/// <param name="Timeout">How long a call may take.</param>
internal readonly record struct Attempt(RegionLocation Region, TimeSpan Timeout);
