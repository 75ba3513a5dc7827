namespace OrleansLambda.HBase.Client;

/// <summary>The server refused it, and would again.</summary>
/// <param name="message">What it says.</param>
/// <param name="className">The Java class of its exception.</param>
/// <param name="inner">Where it came from.</param>
public class HBaseServerException(string message, string className, Exception? inner = null) : HBaseException(message, inner)
{
    /// <summary>The full name of the Java class of the server's exception.</summary>
    public string ClassName { get; } = className;
}
