using System.Text.RegularExpressions;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>Names of tables as text: <c>name</c>, or <c>namespace:name</c>.</summary>
internal static partial class TableNames
{
    private const string Default = "default";

    /// <summary>The name as the catalog has it: without the default namespace.</summary>
    /// <exception cref="ArgumentException">It is no name of a table.</exception>
    public static string Normalize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Shape().IsMatch(name))
            throw new ArgumentException($"'{name}' is no name of a table: that is letters, digits, '_', '-' and '.', not beginning with '-' or '.', with a namespace and ':' before it or not.", nameof(name));
        return name.StartsWith(Default + ":", StringComparison.Ordinal) ? name[(Default.Length + 1)..] : name;
    }

    /// <summary>The name as messages have it.</summary>
    public static Proto.TableName ToProto(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return new Proto.TableName
        {
            Namespace = ByteString.CopyFromUtf8(colon < 0 ? Default : name[..colon]),
            Qualifier = ByteString.CopyFromUtf8(name[(colon + 1)..]),
        };
    }

    /// <summary>The name as text.</summary>
    public static string Of(Proto.TableName name) => Normalize($"{name.Namespace.ToStringUtf8()}:{name.Qualifier.ToStringUtf8()}");

    [GeneratedRegex(@"^(?:[\p{L}\p{Nd}_]+:)?[\p{L}\p{Nd}_][\p{L}\p{Nd}_.\-]*\z")]
    private static partial Regex Shape();
}
