namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// Hands the events of one partition to their windows. The key is the partition's number. It subscribes to the stream
/// of its partition; nobody else calls it.
/// </summary>
[Alias("OrleansLambda.IPartitionGrain")]
public interface IPartitionGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Tells the grain which silo reads its partition from now on. On another one, it goes away as soon as it is idle,
    /// and comes back where the partition is read: its events need not travel twice.
    /// </summary>
    [Alias("FollowAsync")]
    Task FollowAsync(SiloAddress reader);
}
