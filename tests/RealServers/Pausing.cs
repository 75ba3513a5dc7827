namespace OrleansLambda.RealServers;

/// <summary>Makes a process hang, and lets it go on.</summary>
public static class Pausing
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Stops the process whose id is in <paramref name="pidFile"/>, and returns once it does nothing any more.</summary>
    public static async Task PauseAsync(string pidFile)
    {
        await StoppedAsync(await SignalAsync("-STOP", pidFile));
    }

    /// <summary>Returns once a process that was told to stop does nothing any more.</summary>
    public static async Task StoppedAsync(string pid)
    {
        using var limit = new CancellationTokenSource(Limit);
        // One thread takes the signal and stops the others: on a busy machine they answer for a good while yet.
        while (IsAnyRunning(pid))
            await Task.Delay(5, limit.Token);
    }

    /// <summary>Lets it go on.</summary>
    public static Task ResumeAsync(string pidFile) => SignalAsync("-CONT", pidFile);

    private static async Task<string> SignalAsync(string signal, string pidFile)
    {
        var pid = (await File.ReadAllTextAsync(pidFile)).Trim();
        await Command.RunAsync("kill", [signal, pid], []);
        return pid;
    }

    // Where the system does not show its threads, nothing is waited for.
    private static bool IsAnyRunning(string pid)
    {
        var tasks = new DirectoryInfo($"/proc/{pid}/task");
        return tasks.Exists && tasks.EnumerateDirectories().Any(task => !IsStopped(task));
    }

    // The state stands behind the name, which is in parentheses and may hold anything.
    private static bool IsStopped(DirectoryInfo task)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(task.FullName, "stat"));
            return stat.AsSpan(stat.LastIndexOf(')') + 2)[0] is 'T' or 'Z' or 'X';
        }
        catch (IOException)
        {
            return true; // The thread has ended.
        }
    }
}
