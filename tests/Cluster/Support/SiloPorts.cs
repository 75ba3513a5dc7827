namespace OrleansLambda.Cluster.Support;

/// <summary>One silo's ports over the disk that all silos share, each with faults of its own.</summary>
public sealed class SiloPorts(InMemoryDisk disk)
{
    private volatile bool _dead;

    public InMemoryEventLog Log { get; } = new(disk, TimeProvider.System);

    public InMemoryWindowStore Windows { get; } = new(disk);

    public InMemoryDeadLetterStore Letters { get; } = new(disk);

    /// <summary>Nothing that a dead process still seems to do reaches the disk.</summary>
    public void Die()
    {
        _dead = true;
        foreach (var faults in new[] { Log.Faults, Windows.Faults, Letters.Faults })
            faults.Before = _ => _dead ? Task.FromException(new StoreUnavailableException("The process is dead.")) : Task.CompletedTask;
    }
}
