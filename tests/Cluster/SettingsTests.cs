using Orleans.Hosting;

namespace OrleansLambda.Cluster;

public sealed class SettingsTests
{
    [Fact]
    public async Task Silo_DoesNotStart_WithWrongStreamSettings()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => SpeedCluster.StartAsync(new InMemoryDisk(1), silos: 1, configure: silo =>
            silo.Services.PostConfigureAll<EventLogStreamOptions>(options => options.MaxRecordsPerRead = 0)));
        Assert.Contains("MaxRecordsPerRead must be between 1 and 1000000", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_DoesNotStart_WithABudgetLongerThanTheResponseTimeout()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => SpeedCluster.StartAsync(new InMemoryDisk(1), silos: 1, configure: silo =>
            silo.Configure<SpeedLayerOptions>(options => options.DeliveryBudget = TimeSpan.FromMinutes(1))));
        Assert.Contains("Speed:DeliveryBudget is 00:01:00; less than Orleans' response time-out, which is 00:00:05, is allowed.", error.ToString(), StringComparison.Ordinal);
    }
}
