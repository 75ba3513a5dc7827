using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>
/// The servers that may be asked where the others are: those of the settings, which are never forgotten, and those that the
/// cluster named last. The one that answered last comes first.
/// </summary>
/// <param name="configured">The servers of the settings, at least one.</param>
internal sealed class ServerList(IReadOnlyList<ServerAddress> configured)
{
    /// <summary>How many are kept beside those of the settings.</summary>
    public const int MaxLearnt = 32;

    private readonly Lock _lock = new();
    private ServerAddress[] _learnt = [];
    private ServerAddress _preferred;

    /// <summary>All of them, in the order in which they are to be asked.</summary>
    public ServerAddress[] InOrder()
    {
        lock (_lock)
        {
            var all = configured.Concat(_learnt).Distinct();
            return [.. all.Where(server => server == _preferred), .. all.Where(server => server != _preferred)];
        }
    }

    /// <summary>Says that a server has answered.</summary>
    public void Prefer(ServerAddress server)
    {
        lock (_lock)
            _preferred = server;
    }

    /// <summary>Takes what the cluster names in the place of what it named before. Where it names none, that stays.</summary>
    public void Learn(IEnumerable<ServerAddress> named)
    {
        ServerAddress[] learnt = [.. named.Distinct().Except(configured).Take(MaxLearnt)];
        lock (_lock)
        {
            if (learnt.Length > 0)
                _learnt = learnt;
        }
    }
}
