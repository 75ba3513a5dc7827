using Microsoft.Extensions.Logging;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>Puts what silos and clients warn of into the output of the test, which is shown where it fails.</summary>
internal sealed class WarningLines : ILoggerProvider, ILogger
{
    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _output?.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {formatter(state, exception)} {exception?.Message}");
    }

    public void Dispose()
    {
    }
}
