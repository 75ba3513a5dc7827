using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Sample;

namespace OrleansLambda.Silo.Hosting;

/// <summary>
/// Sees to it that there is something to look at: imports the dataset that the settings name or those that the data folder
/// holds, else, in a store without trips, a generated sample. In a cluster it imports what the settings name alone. The import
/// is the idempotent one, so a start, or that of another silo, repeats nothing.
/// </summary>
public sealed partial class FirstDataset(
    Settings settings,
    IOptions<DatasetOptions> dataset,
    IOptions<SampleOptions> sample,
    ITripStore trips,
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<FirstDataset> logger) : BackgroundService
{
    // Apart from the datasets that a person puts into the data folder: those take the sample's place.
    private const string SampleFolder = "sample";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);
    private static readonly string[] Extensions = [".csv", ".zip", ".parquet"];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
        try
        {
            IReadOnlyList<string> chosen = [];
            await UntilDoneAsync(settings.DataDirectory, async () => chosen = await ChooseAsync(stoppingToken), stoppingToken);
            foreach (var location in chosen)
                await UntilDoneAsync(location, () => grains.GetGrain<IImportGrain>(0).StartAsync(location), stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(logger);
        }
    }

    // What is wrong with a file stays wrong, and the next one has its turn. All else may pass, and none of it may end the
    // process: servers that are away, a silo that dies with the grain on it, as many imports waiting as may.
    private async Task UntilDoneAsync(string location, Func<Task> start, CancellationToken stop)
    {
        for (var pause = Pause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                await start().WaitAsync(stop);
                return;
            }
            catch (Exception e) when (e is DatasetException or IOException or UnauthorizedAccessException)
            {
                LogNotImported(logger, location, e.Message);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                if (pause == Pause)
                    LogTriedAgain(logger, location, e.Message);
            }
            await Task.Delay(pause, time, stop);
        }
    }

    private async Task<IReadOnlyList<string>> ChooseAsync(CancellationToken cancellationToken)
    {
        if (dataset.Value.Path is { Length: > 0 } named)
            return [named];
        // Any silo may be the one to import, and only what was named for all of them is there for each.
        if (settings.Parts.Mode == Mode.Cluster)
            return [];
        var found = Directory.EnumerateFiles(settings.DataDirectory)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (found.Length > 0)
            return found;
        if (sample.Value.Rows == 0 || await trips.CountAsync(cancellationToken) > 0)
            return [];
        var path = Path.Combine(settings.DataDirectory, SampleFolder, "sample.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await SampleCsv.WriteFileAsync(path, sample.Value, cancellationToken);
        LogSample(logger, sample.Value.Rows, settings.DataDirectory);
        return [path];
    }

    private async Task Started(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The store held no trips and {DataDirectory} no dataset, so a sample of {SampleTrips} trips was generated. Put a .csv, .zip or .parquet there, or name one with --Dataset:Path, to have that instead.")]
    private static partial void LogSample(ILogger logger, long sampleTrips, string dataDirectory);

    [LoggerMessage(Level = LogLevel.Error, Message = "No dataset was imported from {Location}: {Reason}")]
    private static partial void LogNotImported(ILogger logger, string location, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The import from {Location} could not be started yet, and is tried again: {Reason}")]
    private static partial void LogTriedAgain(ILogger logger, string location, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The start of imports was given up for the stop.")]
    private static partial void LogStopped(ILogger logger);
}
