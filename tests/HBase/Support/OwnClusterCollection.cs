namespace OrleansLambda.HBase.Tests.Support;

/// <summary>The tests that share <see cref="OwnCluster"/>: they run one after the other, beside all others.</summary>
[CollectionDefinition(OwnCluster.Name)]
public sealed class OwnClusterCollection : ICollectionFixture<OwnCluster>;
