using OrleansLambda.Storage.HBase.Calls;

namespace OrleansLambda.Storage.HBase.Tests.Calls;

/// <summary>What each failure of the client means to the callers of the ports.</summary>
public sealed class StoreErrorsTests
{
    public static TheoryData<HBaseException, Type, Type, Type> Failures => new()
    {
        // Failure, and what a read, a conditional change and changes that are repeated are told.
        { new HBaseConnectionException("x"), typeof(StoreUnavailableException), typeof(StoreUnavailableException), typeof(OutcomeUnknownException) },
        { new HBaseTimeoutException("x"), typeof(StoreUnavailableException), typeof(OutcomeUnknownException), typeof(OutcomeUnknownException) },
        { new HBaseOutcomeUnknownException("x"), typeof(StoreUnavailableException), typeof(OutcomeUnknownException), typeof(OutcomeUnknownException) },
        { new HBaseProtocolException("x"), typeof(StoreUnavailableException), typeof(OutcomeUnknownException), typeof(OutcomeUnknownException) },
        { new HBaseTableNotFoundException("x"), typeof(StoreUnavailableException), typeof(StoreUnavailableException), typeof(OutcomeUnknownException) },
        { new HBaseTableNotEnabledException("x"), typeof(StoreUnavailableException), typeof(StoreUnavailableException), typeof(OutcomeUnknownException) },
        { new HBaseNoSuchFamilyException("x", "c"), typeof(InvalidOperationException), typeof(InvalidOperationException), typeof(InvalidOperationException) },
        { new HBaseAccessDeniedException("x", "c"), typeof(InvalidOperationException), typeof(InvalidOperationException), typeof(InvalidOperationException) },
        { new HBaseServerException("x", "c"), typeof(InvalidOperationException), typeof(InvalidOperationException), typeof(InvalidOperationException) },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Failure_IsTold_InThePortsTerms(HBaseException failure, Type read, Type conditional, Type write)
    {
        Assert.Equal((read, conditional, write), (StoreErrors.OfRead(failure).GetType(), StoreErrors.OfConditional(failure).GetType(), StoreErrors.OfWrite(failure).GetType()));
        Assert.Same(failure, StoreErrors.OfConditional(failure).InnerException);
    }

    [Fact]
    public void FailedWriter_IsToldByItsFirstFailure()
    {
        var change = new FailedMutation(new Put("r"u8.ToArray()), new HBaseAccessDeniedException("no", "c"));

        Assert.IsType<InvalidOperationException>(StoreErrors.OfWrite(new HBaseWriteException([change], 1)));
    }
}
