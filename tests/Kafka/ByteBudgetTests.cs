using OrleansLambda.EventLog.Kafka.Appending;

namespace OrleansLambda.Kafka.Tests;

public sealed class ByteBudgetTests
{
    [Fact]
    public async Task Wishes_WaitInTheOrderOfComing_WhileTheBudgetIsTaken()
    {
        var budget = new ByteBudget(10);
        Assert.Equal(8, await budget.TakeAsync(8, default));
        var (large, small) = (budget.TakeAsync(5, default).AsTask(), budget.TakeAsync(1, default).AsTask());
        Assert.False(large.IsCompleted || small.IsCompleted, "A wish was granted out of turn.");

        budget.Return(8);

        Assert.Equal((5, 1), (await large, await small));
        Assert.Equal(6, budget.Taken);
    }

    [Fact]
    public async Task WishBeyondTheWhole_IsGrantedAlone()
    {
        var budget = new ByteBudget(10);
        Assert.Equal(10, await budget.TakeAsync(1_000, default));
        var next = budget.TakeAsync(1, default).AsTask();
        Assert.False(next.IsCompleted, "Something was granted beside it.");

        budget.Return(10);

        Assert.Equal(1, await next);
    }

    [Fact]
    public async Task WhoGivesUp_LeavesItsPlaceToTheNext()
    {
        var budget = new ByteBudget(10);
        await budget.TakeAsync(8, default);
        using var giveUp = new CancellationTokenSource();
        var (large, small) = (budget.TakeAsync(5, giveUp.Token).AsTask(), budget.TakeAsync(2, default).AsTask());

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.Equal(2, await small);
    }
}
