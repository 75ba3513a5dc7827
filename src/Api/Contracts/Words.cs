namespace OrleansLambda.Api.Contracts;

/// <summary>Enumerations as the API writes them.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
