using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Tests.Operations;

public sealed class ByteGateTests
{
    [Fact]
    public async Task Gate_LetsInWhatFits_AndThenWhoCameFirst()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(6, default);
        var (second, third) = (gate.EnterAsync(5, default).AsTask(), gate.EnterAsync(1, default).AsTask());
        Assert.False(second.IsCompleted);
        Assert.False(third.IsCompleted); // It would fit, but comes later.
        gate.Leave(6);
        await Task.WhenAll(second, third);
        Assert.Equal(6, gate.Inside);
    }

    [Fact]
    public async Task Gate_LetsInMoreThanItHolds_WhenItIsEmpty()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(100, default);
        var next = gate.EnterAsync(1, default).AsTask();
        Assert.False(next.IsCompleted);
        gate.Leave(100);
        await next;
    }

    [Fact]
    public async Task WhoGivesUp_StandsInNobodysWay()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(5, default);
        using var cancellation = new CancellationTokenSource();
        var large = gate.EnterAsync(9, cancellation.Token).AsTask();
        var small = gate.EnterAsync(3, default).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        Assert.Equal(8, gate.Inside);
    }
}
