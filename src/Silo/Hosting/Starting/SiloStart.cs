using System.Collections.Immutable;

namespace OrleansLambda.Silo.Hosting.Starting;

/// <summary>
/// Starts the silo last, and what Orleans hosts beside it, once the servers it needs have answered: until then the API is
/// up and says what is missing. It stops where it was registered, which is after the API.
/// </summary>
internal sealed class SiloStart(ImmutableArray<IHostedService> silo, DependencyWatch dependencies) : IHostedLifecycleService
{
    private int _started;

    /// <summary>Puts the start of the silo that was added to <paramref name="services"/> behind that of everything else.</summary>
    public static void StartSiloLast(IServiceCollection services)
    {
        var orleans = services.Where(static service => service.ServiceType == typeof(IHostedService) && IsOfOrleans(service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)).ToArray();
        var place = services.IndexOf(orleans[0]);
        services[place] = ServiceDescriptor.Singleton<IHostedService>(provider => new SiloStart(
            [.. orleans.Select(service => (IHostedService)(service.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!)))],
            provider.GetRequiredService<DependencyWatch>()));
        foreach (var service in orleans[1..])
            services.Remove(service);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await dependencies.WaitAsync(cancellationToken);
        foreach (var service in silo)
        {
            _started++;
            await service.StartAsync(cancellationToken);
        }
        dependencies.SiloStarted();
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (_started > 0)
            await silo[--_started].StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsOfOrleans(Type? type) => type?.Assembly.GetName().Name?.StartsWith("Orleans.", StringComparison.Ordinal) == true;
}
