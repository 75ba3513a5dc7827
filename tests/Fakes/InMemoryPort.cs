using System.Runtime.CompilerServices;

namespace OrleansLambda.Fakes;

/// <summary>What the in-memory ports have in common: a disk, faults, and operations that happen in one step.</summary>
public abstract class InMemoryPort
{
    private protected InMemoryPort(InMemoryDisk disk) => Disk = disk;

    /// <summary>What goes wrong with this port; another port over the same disk has its own.</summary>
    public Faults Faults { get; } = new();

    private protected InMemoryDisk Disk { get; }

    private protected async Task<T> DoAsync<T>(Func<T> step, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Faults.StrikeAsync(operation, FaultMoment.Before);
        T result;
        lock (Disk.Gate)
            result = step();
        await Faults.StrikeAsync(operation, FaultMoment.After);
        return result;
    }

    private protected Task DoAsync(Action step, CancellationToken cancellationToken, [CallerMemberName] string operation = "") =>
        DoAsync(() => { step(); return true; }, cancellationToken, operation);
}
