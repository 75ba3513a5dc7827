using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace OrleansLambda.Api.Http;

/// <summary>Every error of the API: <c>application/problem+json</c> with a sentence that says what, where, and what is allowed.</summary>
internal static class Problems
{
    /// <summary>How long a caller is asked to wait before it tries again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>A problem of that status.</summary>
    public static ProblemHttpResult Of(int status, string detail, IEnumerable<KeyValuePair<string, object?>>? extensions = null) =>
        TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), extensions: extensions);

    /// <summary>There is no such thing.</summary>
    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    /// <summary>A problem that may be gone in a moment; the answer says when to try again.</summary>
    public static ProblemHttpResult TryAgain(HttpContext context, int status, string detail, IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        context.Response.Headers.RetryAfter = ((int)RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Of(status, detail, extensions);
    }

    /// <summary>Writes the problem of a status that was set without a body, such as a path that leads nowhere.</summary>
    public static Task WriteAsync(HttpContext context, int status) => Of(status, Describe(context, status)).ExecuteAsync(context);

    private static string Describe(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not allowed at {context.Request.Path}; {context.Response.Headers.Allow} is.",
        StatusCodes.Status415UnsupportedMediaType => $"The content type {context.Request.ContentType} is not supported.",
        StatusCodes.Status504GatewayTimeout => "The request took too long and was given up.",
        _ => $"{ReasonPhrases.GetReasonPhrase(status)}.",
    };
}
