using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>Wakes the reader of a queue when something came into it. Raised by librdkafka's threads, awaited by one reader at a time.</summary>
internal sealed class PartitionSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);
    private readonly GCHandle _self;

    public PartitionSignal() => _self = GCHandle.Alloc(this);

    /// <summary>What <see cref="OnRaised"/> is given.</summary>
    public nint Opaque => GCHandle.ToIntPtr(_self);

    /// <summary>Waits until it is raised, or was since the last wait.</summary>
    /// <returns>False once <paramref name="timeout"/> is over.</returns>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _raised.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _self.Free();

    /// <summary>Called by librdkafka, under the queue's lock: one at a time.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void OnRaised(nint client, nint opaque)
    {
        var raised = ((PartitionSignal)GCHandle.FromIntPtr(opaque).Target!)._raised;
        if (raised.CurrentCount == 0)
            raised.Release();
    }
}
