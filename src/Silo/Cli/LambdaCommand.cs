using System.CommandLine;
using System.Globalization;
using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Silo.Cli;

/// <summary>The program's command line: five verbs, of which <c>run</c> is the default, and the options they share.</summary>
public static class LambdaCommand
{
    // A process that is told to end is given up only when the host has had its time, and closed its files and connections.
    private static readonly TimeSpan EndTimeout = LambdaHost.ShutdownTimeout + TimeSpan.FromSeconds(4);

    private static readonly Option<string> DataDirectory = new("--data-dir")
    {
        Description = "The folder that holds everything: the store, datasets to import, rejected records.",
        DefaultValueFactory = _ => "data",
        Recursive = true,
    };

    private static readonly Option<string?> Mode = new("--mode")
    {
        Description = "embedded, the default: one process that needs no server. cluster: one of several silos, which need Redis, Kafka and HBase.",
        Recursive = true,
    };

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A dataset: a .csv, a .zip that holds one, a .parquet, or an http(s) address of one.",
    };

    private static readonly Option<string> Speed = new("--speed")
    {
        Description = "Events a second, or max.",
        DefaultValueFactory = _ => "max",
    };

    private static readonly Option<DateOnly?> From = DateOption("--from", "The first day to recompute, such as 2024-01-31.", required: true);

    private static readonly Option<DateOnly?> To = DateOption("--to", "The last day to recompute; the first alone where it is not given.", required: false);

    private static readonly Option<bool> Again = new("--again")
    {
        Description = "Send a dataset that was replayed to its end once more: its trips are counted again.",
    };

    /// <summary>Does what <paramref name="args"/> say.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="store">Registers the stores in place of those that the settings choose, where given.</param>
    /// <returns>The process's exit code: 0 when it was done, 1 when it failed, 2 when the words are off.</returns>
    public static async Task<int> InvokeAsync(string[] args, Action<IServiceCollection>? store = null)
    {
        var (words, settings) = SettingArguments.Split(args);
        var result = Build(settings, store).Parse(words);
        if (result.Errors.Count > 0)
        {
            await result.InvokeAsync();
            return 2;
        }
        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndTimeout });
    }

    private static RootCommand Build(IReadOnlyList<string> settings, Action<IServiceCollection>? store)
    {
        var root = new RootCommand(
            """
            Orleans.Lambda: real-time windows and exact days over a log of events and a dataset of taxi trips.
            Every setting can be given as --Section:Key=value, as Lambda__Section__Key in the environment, or in appsettings.json.
            """);
        root.Options.Add(DataDirectory);
        root.Options.Add(Mode);
        Func<ParseResult, Settings> read = result => Settings.Load(result.GetValue(DataDirectory)!, result.GetValue(Mode), settings);

        var run = new Command("run", "Run the silo, the API and the live page, until Ctrl-C. The default.");
        run.SetAction((result, cancel) => Failure.GuardAsync(() => RunVerb.ExecuteAsync(read(result), store, cancel)));
        root.SetAction((result, cancel) => Failure.GuardAsync(() => RunVerb.ExecuteAsync(read(result), store, cancel)));

        var import = new Command("import", "Import a dataset, aggregate its days, print them.") { File };
        import.SetAction((result, cancel) => Failure.GuardAsync(() =>
            ImportVerb.ExecuteAsync(Alone("import", "Start the silos with --Dataset:Path=FILE, a file that each of them can read or an address: one of them imports it.", read(result)), result.GetRequiredValue(File), cancel)));

        var replay = new Command("replay", "Send a dataset's pickups through the speed layer.") { File, Speed, Again };
        Speed.Validators.Add(value =>
        {
            if (ReplayVerb.ParseSpeed(value.GetValueOrDefault<string>()) is null)
                value.AddError($"--speed is '{value.GetValueOrDefault<string>()}'; max, or a whole number from 1 to 10000000, is allowed.");
        });
        replay.SetAction((result, cancel) => Failure.GuardAsync(() => ReplayVerb.ExecuteAsync(
            Alone("replay", "Send the events to the log itself, or to POST /api/v1/events of any silo.", read(result)), result.GetRequiredValue(File), ReplayVerb.ParseSpeed(result.GetValue(Speed)!)!.Value, result.GetValue(Again), cancel)));

        var aggregate = new Command("aggregate", "Recompute days from the raw data, print them.") { From, To };
        aggregate.SetAction((result, cancel) => Failure.GuardAsync(() => AggregateVerb.ExecuteAsync(
            Alone("aggregate", "Ask any silo: POST /api/v1/runs with {\"from\",\"to\"}.", read(result)),
            result.GetValue(From)!.Value,
            (result.GetValue(To) ?? result.GetValue(From))!.Value,
            cancel)));

        var status = new Command("status", "Print what the system holds and how it is doing.");
        status.SetAction((result, cancel) => Failure.GuardAsync(() => StatusVerb.ExecuteAsync(read(result), cancel)));

        root.Subcommands.Add(run);
        root.Subcommands.Add(import);
        root.Subcommands.Add(replay);
        root.Subcommands.Add(aggregate);
        root.Subcommands.Add(status);
        return root;
    }

    private static Option<DateOnly?> DateOption(string name, string description, bool required) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
            result.AddError($"{name} is '{text}'; a date such as 2024-01-31 is allowed.");
            return null;
        },
    };

    // These verbs run a silo of their own until their work is done, which in a cluster would take work from the others and give it back.
    private static Settings Alone(string verb, string instead, Settings settings) => settings.Parts.Mode == Hosting.Mode.Embedded
        ? settings
        : throw new SettingException($"`{verb}` works in embedded mode, where it has the store to itself; the mode is cluster. {instead}");
}
