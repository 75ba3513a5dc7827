using System.Runtime.CompilerServices;

namespace OrleansLambda.Storage.HBase.Calls;

/// <summary>Merges sequences that are in order into one that is.</summary>
internal static class Merge
{
    /// <summary>The items of all <paramref name="sources"/> in the order of <paramref name="comparison"/>. They are read side by side.</summary>
    public static async IAsyncEnumerable<T> RunAsync<T>(
        IEnumerable<IAsyncEnumerable<T>> sources, Comparison<T> comparison, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heads = sources.Select(source => source.GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            var first = await Task.WhenAll(heads.Select(static head => head.MoveNextAsync().AsTask()));
            var live = heads.Where((_, i) => first[i]).ToList();
            while (live.Count > 0)
            {
                var least = live[0];
                foreach (var head in live)
                    if (comparison(head.Current, least.Current) < 0)
                        least = head;
                yield return least.Current;
                if (!await least.MoveNextAsync())
                    live.Remove(least);
            }
        }
        finally
        {
            foreach (var head in heads)
                await head.DisposeAsync();
        }
    }

    /// <summary>Up to <paramref name="limit"/> items.</summary>
    public static async Task<List<T>> TakeAsync<T>(this IAsyncEnumerable<T> source, int limit)
    {
        var items = new List<T>();
        await foreach (var item in source)
        {
            items.Add(item);
            if (items.Count == limit)
                break;
        }
        return items;
    }
}
