namespace OrleansLambda.HBase.Client.Wire;

/// <summary>An exception that a server sent in place of an answer: the call was not carried out.</summary>
/// <param name="ClassName">The Java class.</param>
/// <param name="Text">Its message and its stack trace.</param>
/// <param name="DoNotRetry">Whether the server says that trying again is in vain.</param>
/// <param name="Overloaded">Whether the server says that it has too much to do.</param>
/// <param name="MovedTo">Where the region is now, where the server knows.</param>
internal sealed class RemoteException(string ClassName, string Text, bool DoNotRetry = false, bool Overloaded = false, NewPlace? MovedTo = null)
    : Exception($"{ClassName}: {FirstLine(Text, ClassName)}")
{
    /// <summary>The Java class's full name.</summary>
    public string ClassName { get; } = ClassName;

    /// <summary>The class's name without its package.</summary>
    public string ShortName { get; } = ClassName[(ClassName.LastIndexOfAny(['.', '$']) + 1)..];

    /// <summary>The server's message and stack trace.</summary>
    public string Text { get; } = Text;

    /// <summary>Whether trying again is in vain, as the server sees it.</summary>
    public bool DoNotRetry { get; } = DoNotRetry;

    /// <summary>Whether the server has too much to do.</summary>
    public bool Overloaded { get; } = Overloaded;

    /// <summary>How long the server wants not to be asked, where it keeps to a quota.</summary>
    public TimeSpan? QuotaWait { get; } = Wire.QuotaWait.Of(ClassName, Text);

    /// <summary>Where the region is now, where the server knows.</summary>
    public NewPlace? MovedTo { get; } = MovedTo;

    /// <summary>The exception that a response's header names.</summary>
    public static RemoteException Of(Proto.ExceptionResponse exception) => new(
        exception.ExceptionClassName,
        exception.StackTrace,
        exception.DoNotRetry,
        exception.ServerOverloaded,
        NewPlace.Of(exception.ExceptionClassName, exception.StackTrace));

    /// <summary>The exception of one action or region of a batch.</summary>
    public static RemoteException Of(Proto.NameBytesPair exception)
    {
        var text = exception.Value.ToStringUtf8();
        return new RemoteException(exception.Name, text, MovedTo: NewPlace.Of(exception.Name, text));
    }

    private static string FirstLine(string text, string className)
    {
        var line = text.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        if (line.StartsWith(className, StringComparison.Ordinal))
            line = line[className.Length..].TrimStart(": ");
        return line.ToString();
    }
}
