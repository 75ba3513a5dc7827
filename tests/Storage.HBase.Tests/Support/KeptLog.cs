using Microsoft.Extensions.Logging;

namespace OrleansLambda.Storage.HBase.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class KeptLog<T> : ILogger<T>
{
    private readonly List<string> _lines = [];

    /// <summary>Each line, its level before it.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
