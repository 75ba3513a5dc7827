using System.Collections.Concurrent;

namespace OrleansLambda.Batch.Tests.Support;

/// <summary>Datasets by location.</summary>
internal sealed class FakeCatalog : IDatasetCatalog
{
    public ConcurrentDictionary<string, FakeDataset> Datasets { get; } = [];

    /// <summary>Where <paramref name="dataset"/> is to be found from now on.</summary>
    public string Put(FakeDataset dataset)
    {
        var location = dataset.Fingerprint + ".fake";
        Datasets[location] = dataset;
        return location;
    }

    public Task<OpenedDataset> OpenAsync(string location, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (!Datasets.TryGetValue(location, out var dataset))
            throw new DatasetException($"There is no dataset at '{location}'.");
        dataset.Opened++;
        return Task.FromResult(new OpenedDataset(dataset.Fingerprint, location, location, dataset));
    }
}
