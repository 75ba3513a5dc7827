namespace OrleansLambda.RealServers;

/// <summary>A Kafka broker that tests may do anything to.</summary>
public interface IKafkaServer : IAsyncDisposable
{
    /// <summary>Where it listens, also after a restart.</summary>
    string BootstrapServers { get; }

    /// <summary>Ends it as a crash does. What it had on its disk stays.</summary>
    Task KillAsync();

    /// <summary>Starts it again over what it had on its disk; returns once it answers.</summary>
    Task StartAsync();

    /// <summary>Makes it hang: connections stay open, nothing is answered.</summary>
    Task PauseAsync();

    /// <summary>Lets it go on.</summary>
    Task ResumeAsync();
}
