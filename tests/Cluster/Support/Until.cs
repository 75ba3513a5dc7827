using System.Diagnostics;

namespace OrleansLambda.Cluster.Support;

/// <summary>Waits for what must become true, and says what was missing where it does not.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Asks until <paramref name="missing"/> answers null; its last answer is the failure's message.</summary>
    public static async Task NothingIsMissing(Func<Task<string?>> missing)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            string? answer;
            try
            {
                answer = await missing();
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                answer = $"an answer: {e.Message}";
            }
            if (answer is null)
                return;
            if (watch.Elapsed > Patience)
                Assert.Fail($"After {watch.Elapsed.TotalSeconds:F0} s this was missing: {answer}");
            await Task.Delay(20);
        }
    }

    /// <summary>Asks until <paramref name="condition"/> holds.</summary>
    public static Task Holds(Func<bool> condition, string what) =>
        NothingIsMissing(() => Task.FromResult(condition() ? null : what));

    /// <summary>Asks until <paramref name="condition"/> holds.</summary>
    public static Task Holds(Func<Task<bool>> condition, string what) =>
        NothingIsMissing(async () => await condition() ? null : what);

    /// <summary>Waits for <paramref name="signal"/>.</summary>
    public static async Task Comes(Task signal, string what)
    {
        if (await Task.WhenAny(signal, Task.Delay(Patience)) != signal)
            Assert.Fail($"After {Patience.TotalSeconds:F0} s this was missing: {what}");
        await signal;
    }
}
