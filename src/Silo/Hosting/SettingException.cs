namespace OrleansLambda.Silo.Hosting;

/// <summary>A setting is wrong. The message names it, its value and what is allowed.</summary>
public sealed class SettingException(string message, Exception? innerException = null)
    : Exception(message, innerException);
