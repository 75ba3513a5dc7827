namespace OrleansLambda.Api.Tests.Hosting;

public sealed class FakeLedgerGrain : ILedgerGrain
{
    public Ledger Ledger { get; set; } = new(DateTimeOffset.MinValue, []);

    public Exception? Failure { get; set; }

    public Task<DateTimeOffset> ReportAsync(Orleans.Concurrency.Immutable<PartitionProgress[]> progress) => throw new NotSupportedException();

    public Task<Ledger> GetAsync() => Failure is null ? Task.FromResult(Ledger) : Task.FromException<Ledger>(Failure);
}
