namespace OrleansLambda.Batch.Tests.Support;

/// <summary>One process's ports over the disk. A process that was killed does nothing to the disk any more.</summary>
internal sealed class PortSet
{
    private readonly InMemoryPort[] _all;

    public PortSet(InMemoryDisk disk, TimeProvider clock, InMemoryDisk? trips = null)
    {
        Log = new InMemoryEventLog(disk, clock);
        Trips = new InMemoryTripStore(trips ?? disk);
        Days = new InMemoryDayStore(disk);
        Windows = new InMemoryWindowStore(disk);
        Checkpoints = new InMemoryCheckpointStore(disk);
        _all = [Log, Trips, Days, Windows, Checkpoints];
    }

    public InMemoryEventLog Log { get; }

    public InMemoryTripStore Trips { get; }

    public InMemoryDayStore Days { get; }

    public InMemoryWindowStore Windows { get; }

    public InMemoryCheckpointStore Checkpoints { get; }

    /// <summary>From now on no operation begins, and none that has begun returns.</summary>
    public void Die()
    {
        var never = new TaskCompletionSource().Task;
        foreach (var port in _all)
        {
            port.Faults.Clear();
            port.Faults.Before = port.Faults.After = _ => never;
        }
    }

    /// <summary>Dies at the <paramref name="number"/>th operation whose name passes <paramref name="which"/>, before or after its effect.</summary>
    public Task DieAt(int number, FaultMoment moment, Func<string, bool> which)
    {
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        Task Strike(string operation)
        {
            if (!which(operation) || Interlocked.Increment(ref count) != number)
                return Task.CompletedTask;
            Die();
            died.TrySetResult();
            return new TaskCompletionSource().Task;
        }
        foreach (var port in _all)
        {
            if (moment == FaultMoment.Before)
                port.Faults.Before = Strike;
            else
                port.Faults.After = Strike;
        }
        return died.Task;
    }
}
