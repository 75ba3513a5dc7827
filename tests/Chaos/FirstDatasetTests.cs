using System.Reflection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Sample;
using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Chaos;

/// <summary>What becomes of the datasets in the data folder where an import cannot be started at once, or not at all.</summary>
public sealed class FirstDatasetTests : IDisposable
{
    private const int TimeoutMs = 180_000;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("lambda-");
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _asked = [];
    private readonly List<string> _started = [];
    private Func<string, Exception?> _failure = static _ => null;

    public static TheoryData<Exception> Passing =>
    [
        new InvalidOperationException("64 imports wait already, as many as may; try again when one has ended."),
        new StoreUnavailableException("The store is away."),
        new OutcomeUnknownException("The store did not answer."),
        new OrleansException("The silo is dead."),
        new TimeoutException("The silo did not answer."),
        new TaskCanceledException("The silo stops."),
    ];

    [Theory(Timeout = TimeoutMs)]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task Dataset_IsAskedForAgain_UntilItsImportIsStarted(Exception failure)
    {
        Put("1.csv", "2.csv", "3.csv");
        _failure = name => name == "2.csv" && _asked.Count(asked => asked == name) <= 5 ? failure : null;

        await RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["1.csv", "2.csv", "3.csv"], _started);
        Assert.Equal(8, _asked.Count);
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task DatasetThatIsNone_IsPassedOver()
    {
        Put("1.csv", "2.csv", "3.parquet", "no dataset.txt");
        _failure = static name => name == "1.csv" ? new DatasetException("1.csv is empty.") : null;

        await RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["2.csv", "3.parquet"], _started);
        Assert.Equal(["1.csv", "2.csv", "3.parquet"], _asked);
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Stop_EndsTheWait()
    {
        Put("1.csv");
        _failure = static _ => new StoreUnavailableException("The store is away.");
        using var first = await StartAsync(TestContext.Current.CancellationToken);
        while (_asked.Count < 3)
            await PassAsync(TestContext.Current.CancellationToken);

        await first.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(first.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(_started);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private void Put(params string[] names)
    {
        foreach (var name in names)
            File.WriteAllText(Path.Combine(_data.FullName, name), "");
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var first = await StartAsync(cancellationToken);
        while (!first.ExecuteTask!.IsCompleted)
            await PassAsync(cancellationToken);
        await first.ExecuteTask;
    }

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
    }

    private async Task<FirstDataset> StartAsync(CancellationToken cancellationToken)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var first = new FirstDataset(
            Settings.Load(_data.FullName, null, []), Options.Create(new DatasetOptions()), Options.Create(new SampleOptions()), new InMemoryTripStore(new InMemoryDisk()),
            OneGrain.Of(new FakeImportGrain(this)), lifetime, _clock, NullLogger<FirstDataset>.Instance);
        await first.StartAsync(cancellationToken);
        lifetime.NotifyStarted();
        return first;
    }

    private sealed class FakeImportGrain(FirstDatasetTests test) : IImportGrain
    {
        public Task<ImportStatus> StartAsync(string location)
        {
            var name = Path.GetFileName(location);
            test._asked.Add(name);
            if (test._failure(name) is { } failure)
                throw failure;
            test._started.Add(name);
            return Task.FromResult(new ImportStatus { Id = name, Location = location, State = WorkState.Running, StartedAt = test._clock.GetUtcNow() });
        }

        public Task ResumeAsync() => throw new NotSupportedException();

        public Task<ImportStatus[]> ListAsync(string? cursor, int limit) => throw new NotSupportedException();

        public Task<ImportStatus?> GetAsync(string id) => throw new NotSupportedException();
    }

    /// <summary>A grain factory that has one grain.</summary>
    public class OneGrain : DispatchProxy
    {
        private object? _grain;

        public static IGrainFactory Of(object grain)
        {
            var factory = Create<IGrainFactory, OneGrain>();
            ((OneGrain)(object)factory)._grain = grain;
            return factory;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _grain;
    }
}
