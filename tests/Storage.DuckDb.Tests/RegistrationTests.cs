using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ports_ShareOneDatabase_OpenFromBeforeTheFirstServiceStartsUntilAfterTheLastStopped()
    {
        await using var services = Services(("DuckDb:Path", _folder.Options.FullPath), ("DuckDb:Partitions", "3"));
        var lifetime = Assert.IsAssignableFrom<IHostedLifecycleService>(Assert.Single(services.GetServices<IHostedService>()));

        await lifetime.StartingAsync(CancellationToken.None);

        Assert.Equal(3, (await services.GetRequiredService<IEventLog>().DescribeAsync()).Partitions);
        Assert.Null(await services.GetRequiredService<IWindowStore>().ReadAsync(TumblingWindow.Of(DateTimeOffset.UnixEpoch)));
        Assert.Equal(0, await services.GetRequiredService<ITripStore>().CountAsync());
        Assert.Null(await services.GetRequiredService<IDayStore>().ReadAsync(new(2024, 1, 1)));
        Assert.Null(await services.GetRequiredService<ICheckpointStore>().ReadAsync("key"));
        Assert.Equal(0, await services.GetRequiredService<IDeadLetterStore>().CountAsync());
        await lifetime.StoppedAsync(CancellationToken.None);
        await using var next = await _folder.OpenAsync();
    }

    [Theory]
    [InlineData("Partitions", "65")]
    [InlineData("LogRetention", "7.00:00:00")]
    [InlineData("Topic", "")]
    [InlineData("Linger", "00:00:02")]
    public async Task Setting_StopsTheStart_WhenItIsWrong(string setting, string value)
    {
        await using var services = Services(($"DuckDb:{setting}", value));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DuckDbOptions>>().Value);

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build())
        .AddLogging()
        .AddDuckDbStorage()
        .BuildServiceProvider();
}
