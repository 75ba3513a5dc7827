using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Registers the datasets.</summary>
public static class DatasetServiceCollectionExtensions
{
    private const string ClientName = "datasets";

    /// <summary>
    /// Adds the catalog, with the readers of CSV and zip; an adapter adds readers of other formats. Settings come from the
    /// section <c>Download</c>.
    /// </summary>
    public static IServiceCollection AddDatasets(this IServiceCollection services)
    {
        services.AddOptions<DownloadOptions>().BindConfiguration(DownloadOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IDatasetReader, CsvDatasetReader>();
        services.AddSingleton<IDatasetReader, ZipDatasetReader>();
        // A download takes as long as it takes: what counts is that something keeps coming, and the downloader sees to that.
        services.AddHttpClient(ClientName, static http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        services.AddSingleton(static provider => new DatasetDownloader(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName),
            provider.GetRequiredService<IOptions<DownloadOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatasetDownloader>>()));
        services.AddSingleton<IDatasetCatalog, DatasetCatalog>();
        return services;
    }
}
