namespace OrleansLambda.Storage.HBase.Calls;

/// <summary>Calls of HBase whose failures are told in the ports' terms. None begins once it is cancelled.</summary>
internal static class Ask
{
    /// <summary>A call that changes nothing.</summary>
    public static Task<T> ReadAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => RunAsync(call, StoreErrors.OfRead, cancellationToken);

    /// <summary>A change that depends on a condition.</summary>
    public static Task<T> ConditionalAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => RunAsync(call, StoreErrors.OfConditional, cancellationToken);

    /// <summary>Changes that may be made twice.</summary>
    public static Task WriteAsync(Func<Task> call, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        StoreErrors.OfWrite,
        cancellationToken);

    private static async Task<T> RunAsync<T>(Func<Task<T>> call, Func<Exception, Exception> translate, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await call();
        }
        catch (HBaseException e)
        {
            throw translate(e);
        }
    }
}
