using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;
using OrleansLambda.Api.Intake;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>POST /events</c>: one event, an array or lines of them, into the log.</summary>
internal sealed class EventEndpoints(EventIntake intake, IOptions<ApiOptions> options)
{
    private readonly ApiOptions _options = options.Value;
    private readonly Gate _gate = new(options.Value.MaxPosts);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/events", (HttpContext context, EventEndpoints events) => events.PostAsync(context));

    private async Task<Results<JsonHttpResult<EventsDto>, ProblemHttpResult>> PostAsync(HttpContext context)
    {
        var request = context.Request;
        if (!EventShapes.TryParse(request.ContentType, out var lines))
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"The content type is \"{request.ContentType}\"; {EventShapes.Allowed} are allowed.");
        if (request.Headers.ContentEncoding is [{ Length: > 0 } encoding, ..] && encoding != "identity")
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"The content encoding is \"{encoding}\"; none is allowed.");
        if (request.ContentLength > _options.MaxBodyBytes)
            return TooLong();
        if (!_gate.TryEnter())
            return Problems.TryAgain(context, StatusCodes.Status429TooManyRequests, $"{_gate.Capacity} posts are being worked on; no more are allowed at once.");
        try
        {
            using var body = new PooledBody();
            return await TakeAsync(context, body, lines);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task<Results<JsonHttpResult<EventsDto>, ProblemHttpResult>> TakeAsync(HttpContext context, PooledBody body, bool lines)
    {
        if (!await body.TryReadAsync(context.Request.Body, _options.MaxBodyBytes, context.RequestAborted))
            return TooLong();
        var slices = EventSplitter.Split(body.Memory.Span, lines ? EventShape.Lines : EventShapes.Of(body.Memory.Span), _options.MaxEvents);
        if (slices.Count > _options.MaxEvents)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body has more than {_options.MaxEvents} events; at most that many are allowed in one post. None was taken.");
        if (slices is [] or [{ Length: 0, Refusal: null }] && body.Memory.Span.Trim(Json.WhiteSpace).IsEmpty)
            return Problems.Of(StatusCodes.Status400BadRequest, "The body is empty; an event, a JSON array of events or an event a line is allowed.");
        var result = await intake.TakeAsync(body.Memory, slices, context.RequestAborted);
        if (result.Failure is null)
            return ApiJson.Ok(new EventsDto(result.Accepted, result.RejectedCount, result.Rejected), StatusCodes.Status202Accepted);
        if (result.Unknown > 0)
            body.Abandon();
        return Broken(context, result);
    }

    private static ProblemHttpResult Broken(HttpContext context, IntakeResult result)
    {
        var known = $"{result.Accepted} events are durable. Those before index {result.NextIndex} need not be sent again";
        KeyValuePair<string, object?>[] extensions =
        [
            new("accepted", result.Accepted),
            new("next_index", result.NextIndex),
            new("unknown", result.Unknown),
            new("rejected_count", result.RejectedCount),
            new("rejected", result.Rejected),
        ];
        return result.Failure is StoreUnavailableException
            ? Problems.TryAgain(context, StatusCodes.Status503ServiceUnavailable, $"The log became unavailable. {known}; none from there on was taken.", extensions)
            : Problems.Of(StatusCodes.Status504GatewayTimeout, $"The log did not answer. {known}; of the {result.Unknown} good ones from there on it is not known whether they were taken, and none after them was.", extensions);
    }

    private ProblemHttpResult TooLong() =>
        Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {_options.MaxBodyBytes} bytes; at most that many are allowed. Nothing was taken.");
}
