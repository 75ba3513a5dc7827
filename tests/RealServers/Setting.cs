using System.Globalization;

namespace OrleansLambda.RealServers;

/// <summary>Numbers that the environment may set for a run at another size.</summary>
public static class Setting
{
    /// <summary>The number of the variable <paramref name="name"/>, or <paramref name="otherwise"/> where it is not set.</summary>
    /// <exception cref="InvalidOperationException">It is set to something else.</exception>
    public static int Number(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"{name} is '{text}'; a whole number is allowed.")
        : otherwise;
}
