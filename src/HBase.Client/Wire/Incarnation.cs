using System.Text.RegularExpressions;
using Google.Protobuf;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>
/// Which process is at the other end of a connection: <c>host,port,start</c>. No answer has it as a field. But who asks for a
/// region that does not exist is refused with a sentence that ends with it, and that is read here.
/// </summary>
internal static partial class Incarnation
{
    /// <summary>What is asked.</summary>
    public static readonly RpcRequest Question = new(
        new RpcMethod<Proto.Nothing>(RpcService.Client, "Get", Proto.Nothing.Parser),
        new Proto.GetRequest
        {
            Region = new Proto.RegionSpecifier { Type = Proto.RegionSpecifier.Types.RegionSpecifierType.EncodedRegionName, Value = ByteString.CopyFromUtf8("which-server-is-this") },
            Get = new Proto.Get { Row = ByteString.CopyFromUtf8("?") },
        });

    /// <summary>Whether a refusal is the server's last word. Any other, that it has too much to do for one, is no answer yet.</summary>
    public static bool IsAnswer(RemoteException refusal) => refusal.DoNotRetry || refusal.ShortName == "NotServingRegionException";

    /// <summary>What the refusal says; null where it says something else.</summary>
    public static string? Read(RemoteException refusal) =>
        refusal.ShortName == "NotServingRegionException" && Sentence().Match(refusal.Text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"is not online on (\S+,\d+,\d+)")]
    private static partial Regex Sentence();
}
