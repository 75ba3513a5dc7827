namespace OrleansLambda.EventLog.Kafka;

/// <summary>
/// What is wrong with the log, if anything. A problem is told once when it begins and once when it is over, however
/// often it is met in between.
/// </summary>
public sealed partial class KafkaHealth
{
    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private volatile string? _problem;
    private string? _brokerFault;

    internal KafkaHealth(ILogger logger) => _logger = logger;

    /// <summary>What last went wrong, with the broker's name where one is known; null while the brokers answer.</summary>
    public string? Problem => _problem;

    /// <summary>The brokers answered.</summary>
    internal void Answered()
    {
        if (_problem is null && _brokerFault is null)
            return;
        lock (_gate)
        {
            var was = _problem;
            (_problem, _brokerFault) = (null, null);
            if (was is not null)
                LogAnswered();
        }
    }

    /// <summary>A request failed.</summary>
    internal void Failed(string what)
    {
        lock (_gate)
        {
            var problem = _brokerFault is { } broker ? $"{what} ({broker})" : what;
            if (_problem is null)
                LogFailed(problem);
            _problem = problem;
        }
    }

    /// <summary>A client told of a broker that it cannot reach, or that refused it. Requests may succeed all the same, through others.</summary>
    internal void BrokerFault(string fault)
    {
        lock (_gate)
            _brokerFault = fault;
    }
}
