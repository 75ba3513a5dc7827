using System.Collections.Concurrent;

namespace OrleansLambda.Cluster.Support;

/// <summary>What the subscribers of streams have received, all silos of the process together; and what they are told to refuse.</summary>
public static class Inbox
{
    private static readonly ConcurrentDictionary<(string Subscriber, string Namespace, string Key), List<int>> s_received = new();
    private static readonly ConcurrentDictionary<(string Subscriber, string Namespace, string Key), int> s_refusals = new();

    /// <summary>The numbers that a subscriber has received of a stream, in order.</summary>
    public static IReadOnlyList<int> Of(string subscriber, string ns, string key)
    {
        if (!s_received.TryGetValue((subscriber, ns, key), out var numbers))
            return [];
        lock (numbers)
            return [.. numbers];
    }

    /// <summary>Lets a subscriber throw, the next times that it receives something.</summary>
    public static void Refuse(string subscriber, string ns, string key, int times) => s_refusals[(subscriber, ns, key)] = times;

    /// <summary>A subscriber receives a number.</summary>
    public static void Receive(string subscriber, string ns, string key, int number)
    {
        if (s_refusals.TryGetValue((subscriber, ns, key), out var refusals) && refusals > 0)
        {
            s_refusals[(subscriber, ns, key)] = refusals - 1;
            throw new InvalidOperationException("The subscriber was told to refuse.");
        }
        var numbers = s_received.GetOrAdd((subscriber, ns, key), static _ => []);
        lock (numbers)
            numbers.Add(number);
    }
}
