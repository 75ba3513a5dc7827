namespace OrleansLambda.RealServers;

/// <summary>How often a server is started anew, and how its folder is removed.</summary>
internal static class Starting
{
    private const int Starts = 3;
    private const int Removals = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Starts a server, and where that fails another one in its place, three in all: on a busy machine the scripts give one up
    /// that is merely slow. Each has a folder and ports of its own, for what is left of the one before it.
    /// </summary>
    /// <param name="create">A server that is not started.</param>
    /// <param name="start">Starts it.</param>
    /// <exception cref="InvalidOperationException">The last one did not start either; the message has what it said.</exception>
    public static async Task<T> RunAsync<T>(Func<T> create, Func<T, Task> start)
        where T : IAsyncDisposable
    {
        for (var number = 1; ; number++)
        {
            var server = create();
            try
            {
                await start(server);
                return server;
            }
            catch (Exception e)
            {
                await server.DisposeAsync();
                if (e is not InvalidOperationException || number == Starts)
                    throw;
            }
        }
    }

    /// <summary>Removes a server's folder with all that is in it. The server has been told to end, and may still write its last files.</summary>
    public static async Task RemoveAsync(DirectoryInfo folder)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (number < Removals)
            {
                await Task.Delay(Pause);
                if (!Directory.Exists(folder.FullName))
                    return;
            }
        }
    }
}
