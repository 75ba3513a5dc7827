namespace OrleansLambda.Grains.Ports;

/// <summary>A dataset that can be read.</summary>
/// <param name="Fingerprint">A hash of its bytes, of letters and digits: one dataset has one, wherever it is kept.</param>
/// <param name="Path">The file on this machine.</param>
/// <param name="Location">Where it was asked for.</param>
/// <param name="Reader">Who reads its format.</param>
public sealed record OpenedDataset(string Fingerprint, string Path, string Location, IDatasetReader Reader);
