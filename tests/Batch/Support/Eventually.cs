namespace OrleansLambda.Batch.Tests.Support;

/// <summary>Waits for what happens elsewhere, and says what was missing when it did not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns once <paramref name="condition"/> holds.</summary>
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                Assert.Fail($"Within {Patience} it did not come about that {what}.");
            await Task.Delay(Interval);
        }
    }

    /// <summary>The result of <paramref name="task"/>, or a failure that says <paramref name="what"/> did not happen.</summary>
    public static async Task ComesAsync(string what, Task task)
    {
        if (await Task.WhenAny(task, Task.Delay(Patience)) != task)
            Assert.Fail($"Within {Patience} it did not come about that {what}.");
        await task;
    }
}
