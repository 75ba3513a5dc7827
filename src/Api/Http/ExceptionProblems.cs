using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Runtime;

namespace OrleansLambda.Api.Http;

/// <summary>Turns exceptions into problems. What is inside of an unforeseen one goes to the log, never to the caller.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger)
{
    private const int ClientClosedRequest = 499;

    /// <summary>Answers the request whose exception the exception handler caught.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is not { } exception)
            return;
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return;
        }
        await Translate(context, exception).ExecuteAsync(context);
    }

    private ProblemHttpResult Translate(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, bad.Message);
            case StoreUnavailableException:
                LogUnavailable(context.Request.Path, exception.Message);
                return Problems.TryAgain(context, StatusCodes.Status503ServiceUnavailable, exception.Message);
            case OutcomeUnknownException:
                LogUnavailable(context.Request.Path, exception.Message);
                return Problems.Of(StatusCodes.Status504GatewayTimeout, exception.Message);
            case TimeoutException or OrleansException or OperationCanceledException: // One of these stops.
                LogUnavailable(context.Request.Path, exception.Message);
                return Problems.TryAgain(context, StatusCodes.Status503ServiceUnavailable, "The silos did not answer.");
            default:
                LogFailed(context.Request.Method, context.Request.Path, exception);
                return Problems.Of(StatusCodes.Status500InternalServerError, "The server failed in a way that was not foreseen; its log says how.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "A request of {Path} could not be answered: {Error}")]
    private partial void LogUnavailable(string path, string error);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private partial void LogFailed(string method, string path, Exception exception);
}
