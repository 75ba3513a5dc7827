using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Speed;

public sealed partial class WindowGrain
{
    // At the level of debugging: an outage of the store ends every window's activation, and the partitions tell of it once.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Window {WindowStart} {What}; its activation dropped its state.")]
    private partial void LogFenced(TumblingWindow windowStart, string what, Exception? exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Window {WindowStart} was not written as it went away.")]
    private partial void LogFlushFailed(TumblingWindow windowStart, Exception exception);
}
