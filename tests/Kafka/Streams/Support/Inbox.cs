using System.Collections.Concurrent;
using Orleans.Runtime;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>What subscribers have received, all silos and clients of the process together; tests have streams of their own.</summary>
internal static class Inbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly ConcurrentDictionary<(string Subscriber, StreamId Stream), List<int>> s_received = new();
    private static readonly ConcurrentDictionary<StreamId, int> s_refusals = new();

    /// <summary>The numbers that a subscriber has received of a stream, in order.</summary>
    public static int[] Of(string subscriber, StreamId stream)
    {
        if (!s_received.TryGetValue((subscriber, stream), out var numbers))
            return [];
        lock (numbers)
            return [.. numbers];
    }

    /// <summary>A subscriber receives a number.</summary>
    public static void Receive(string subscriber, StreamId stream, int number)
    {
        var numbers = s_received.GetOrAdd((subscriber, stream), static _ => []);
        lock (numbers)
            numbers.Add(number);
    }

    /// <summary>Lets implicit subscribers of a stream fail to be activated, the next times.</summary>
    public static void Refuse(StreamId stream, int times) => s_refusals[stream] = times;

    /// <summary>How often subscribers of a stream are still to fail.</summary>
    public static int RefusalsLeft(StreamId stream) => s_refusals.GetValueOrDefault(stream);

    /// <summary>Whether a subscriber is to fail to be activated.</summary>
    public static bool IsRefused(StreamId stream) => s_refusals.TryGetValue(stream, out var left) && left > 0 && s_refusals.TryUpdate(stream, left - 1, left);

    /// <summary>Waits until a subscriber has received <paramref name="numbers"/>, in order: at least once, so what came before may come again.</summary>
    public static Task ReceivesAsync(string subscriber, StreamId stream, params int[] numbers) => UntilAsync(
        () => Of(subscriber, stream).Distinct().SequenceEqual(numbers),
        () => $"{subscriber} to receive {numbers.Length} items of {stream}; it has [{string.Join(' ', Of(subscriber, stream))}]");

    /// <summary>Waits until something holds.</summary>
    public static Task UntilAsync(Func<bool> holds, Func<string> what) => UntilAsync(() => Task.FromResult(holds()), what);

    /// <summary>Waits until something holds. Where it cannot be known, it does not hold yet.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, Func<string> what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await HoldsAsync())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited {Patience} for {what()}.");
            await Task.Delay(20);
        }

        async Task<bool> HoldsAsync()
        {
            try
            {
                return await holds();
            }
            catch (Exception e) when (e is StoreUnavailableException or Confluent.Kafka.KafkaException)
            {
                return false;
            }
        }
    }
}
