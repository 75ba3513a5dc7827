using System.IO.Pipelines;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Bytes to and from one server.</summary>
/// <param name="Input">What the server sends.</param>
/// <param name="Output">What is sent to it.</param>
/// <param name="Close">Ends both directions at once, whatever is under way. May be called more than once.</param>
internal sealed record Transport(PipeReader Input, PipeWriter Output, Action Close);
