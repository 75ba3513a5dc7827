namespace OrleansLambda.Laws.Replay;

/// <summary>Stands for the end of the process: nobody catches it.</summary>
internal sealed class KilledException() : Exception("The process was killed.");
