using System.Collections.Frozen;
using System.IO.Hashing;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace OrleansLambda.Api.Page;

/// <summary><c>/</c>: the live page, out of the assembly. It loads nothing from elsewhere, and says so to the browser.</summary>
internal static class PageEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    public static void MapPage(this IEndpointRouteBuilder app)
    {
        var assembly = typeof(PageEndpoints).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Page/", StringComparison.Ordinal)))
        {
            var name = resource["Page/".Length..];
            var (content, tag) = Load(assembly, resource);
            app.MapGet(name == "index.html" ? "/" : $"/assets/{name}", (HttpContext context) => Serve(context, content, tag, ContentTypes[Path.GetExtension(name)]));
        }
    }

    private static FileContentHttpResult Serve(HttpContext context, byte[] content, EntityTagHeaderValue tag, string contentType)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        // Kept, but asked for each time: a page that is older than its server would misread it.
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(content, contentType, entityTag: tag);
    }

    private static (byte[] Content, EntityTagHeaderValue Tag) Load(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash3.Hash(content))}\""));
    }
}
