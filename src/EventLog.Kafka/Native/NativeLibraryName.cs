using System.Reflection;
using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>
/// Finds the very librdkafka that Confluent.Kafka loads. On Linux there are several builds of it in the package: one
/// that is linked against Cyrus SASL, which is not everywhere, one that is not, and one for musl.
/// </summary>
internal static class NativeLibraryName
{
    /// <summary>What the imports name.</summary>
    public const string Placeholder = "librdkafka";

    private static readonly Lock Gate = new();
    private static nint _library;

    /// <summary>Makes the imports work. May be called any number of times.</summary>
    /// <exception cref="DllNotFoundException">No build of the library can be loaded here.</exception>
    public static void Register()
    {
        lock (Gate)
        {
            if (_library != 0)
                return;
            _library = Load();
            NativeLibrary.SetDllImportResolver(typeof(NativeLibraryName).Assembly, (name, _, _) => name == Placeholder ? _library : 0);
        }
    }

    private static nint Load()
    {
        Confluent.Kafka.Library.Load();
        var owner = typeof(Confluent.Kafka.Library).Assembly;
        foreach (var name in Candidates())
            if (TryLoad(name, owner, out var library))
                return library;
        throw new DllNotFoundException($"None of {string.Join(", ", Candidates())} can be loaded for {RuntimeInformation.RuntimeIdentifier}.");
    }

    private static bool TryLoad(string name, Assembly owner, out nint library) => NativeLibrary.TryLoad(name, owner, null, out library);

    private static string[] Candidates()
    {
        if (!OperatingSystem.IsLinux())
            return [Placeholder];
        return RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) || File.Exists("/etc/alpine-release")
            ? ["alpine-librdkafka"]
            : [Placeholder, "centos8-librdkafka"];
    }
}
