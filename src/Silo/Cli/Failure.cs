using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using OrleansLambda.Grains.Ingest.Replay;
using OrleansLambda.Silo.Hosting;
using OrleansLambda.Silo.Hosting.Starting;
using OrleansLambda.Storage.DuckDb;

namespace OrleansLambda.Silo.Cli;

/// <summary>What a person gets to see of a failure: a sentence, not a stack.</summary>
public static class Failure
{
    /// <summary>Runs a verb, and turns what can go wrong outside the program into a sentence and exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            return await TellAsync(sentence);
        }
    }

    /// <summary>Prints why something failed, and returns the exit code of that.</summary>
    public static async Task<int> TellAsync(string sentence)
    {
        await Console.Error.WriteLineAsync($"error: {sentence}");
        return 1;
    }

    private static string? Explain(Exception exception) => exception switch
    {
        SettingException or DependencyException or DatasetException or ReplayException or DuckDbOpenException or StoreUnavailableException or OutcomeUnknownException => exception.Message,
        OrleansConfigurationException => exception.Message,
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
        AddressInUseException => $"{exception.Message} Another program listens there; give another address with --urls http://localhost:PORT.",
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Give another address with --urls http://localhost:PORT.",
        IOException { InnerException: SocketException } or UnauthorizedAccessException => exception.Message,
        OperationCanceledException => "Stopped before the end; the same command goes on from here.",
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
