namespace OrleansLambda.Conformance;

/// <summary>Assertions that a call was refused, told to whoever reads the failure.</summary>
internal static class Refusal
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    /// <summary>The call, given a token that is cancelled already, does not go ahead.</summary>
    public static Task OfCancelledAsync(Func<CancellationToken, Task> call) =>
        Assert.ThrowsAnyAsync<OperationCanceledException>(() => call(Cancelled));

    /// <summary>The call refuses each limit below 1.</summary>
    public static async Task OfLimitsBelowOneAsync(Func<int, Task> call)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => call(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => call(-1));
    }
}
