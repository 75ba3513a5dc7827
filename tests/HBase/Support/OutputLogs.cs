using System.Globalization;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>What a client logs, on the test's output, each line with the seconds since the beginning.</summary>
internal sealed class OutputLogs(ITestOutputHelper output) : ILoggerFactory, ILogger
{
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds:N1} s {formatter(state, exception)} {exception?.Message}"));

    public void Dispose()
    {
    }
}
