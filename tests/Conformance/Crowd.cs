namespace OrleansLambda.Conformance;

/// <summary>Many tasks that begin at the same moment.</summary>
internal static class Crowd
{
    /// <summary>Runs <paramref name="member"/> for 0 to <paramref name="size"/> - 1 at once, and returns what each gave.</summary>
    public static async Task<T[]> RunAsync<T>(int size, Func<int, Task<T>> member)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(0, size).Select(async i =>
        {
            await start.Task;
            return await member(i);
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(tasks);
    }

    /// <summary>Runs <paramref name="member"/> for 0 to <paramref name="size"/> - 1 at once.</summary>
    public static Task RunAsync(int size, Func<int, Task> member) =>
        RunAsync(size, async i =>
        {
            await member(i);
            return true;
        });
}
