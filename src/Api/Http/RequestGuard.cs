namespace OrleansLambda.Api.Http;

/// <summary>
/// Answers with the headers that every answer carries, and refuses writes that a page of another origin makes a visitor's
/// browser send: the API knows its callers by where they reach it from, so that would be as good as the visitor's own.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return IsForeignWrite(context.Request)
            ? Problems.Of(StatusCodes.Status403Forbidden, "A page of another origin may not write here.").ExecuteAsync(context)
            : next(context);
    }

    private static bool IsForeignWrite(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
}
