using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/runs</c>: the batch layer's runs. A post starts one, and is answered with the one that does the work.</summary>
internal static class RunEndpoints
{
    private const int MaxIdLength = 200;
    private const int MaxBodyBytes = 1024;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync);
        api.MapGet("/runs/{id}", GetAsync);
        api.MapPost("/runs", StartAsync);
    }

    private static async Task<Results<JsonHttpResult<RunPageDto>, ProblemHttpResult>> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var query = new QueryReader(context.Request.Query);
        var (limit, cursor) = (query.Limit(), query.Cursor(MaxIdLength));
        if (query.IsBad(out var problem))
            return problem;
        var runs = await grains.GetGrain<IBatchGrain>(0).ListAsync(cursor, limit + 1);
        return ApiJson.Ok(new RunPageDto(
            [.. runs.Take(limit).Select(RunDto.From)],
            runs.Length > limit ? runs[limit - 1].Id : null));
    }

    private static async Task<Results<JsonHttpResult<RunDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        id.Length <= MaxIdLength && await grains.GetGrain<IBatchGrain>(0).GetAsync(id) is { } run
            ? ApiJson.Ok(RunDto.From(run))
            : Problems.NotFound("There is no run with that id.");

    private static async Task<Results<JsonHttpResult<RunDto>, ProblemHttpResult>> StartAsync(HttpContext context, RunStarter starter, CancellationToken cancellationToken)
    {
        var (request, refusal) = await ReadAsync(context.Request, cancellationToken);
        if (refusal is not null)
            return Problems.Of(StatusCodes.Status400BadRequest, refusal);
        if (!TryDate(request.From, out var from))
            return Bad("from", request.From!);
        if (!TryDate(request.To, out var to))
            return Bad("to", request.To!);
        if (from > to)
            return Problems.Of(StatusCodes.Status400BadRequest, $"The field from is {request.From}, after to, {request.To}.");
        RunStatus run;
        try
        {
            run = await starter.StartAsync(from, to, cancellationToken);
        }
        catch (ArgumentException e)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, e.Message); // More days than the settings allow.
        }
        if (run.State != WorkState.Running)
            return ApiJson.Ok(RunDto.From(run));
        context.Response.Headers.Location = $"{context.Request.PathBase}/api/v1/runs/{run.Id}";
        return ApiJson.Ok(RunDto.From(run), StatusCodes.Status202Accepted);
    }

    private static async Task<(RunRequestDto Request, string? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var none = new RunRequestDto(null, null);
        var buffer = new byte[MaxBodyBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBodyBytes)
            return (none, $"The body is longer than {MaxBodyBytes} bytes; {{\"from\":\"2024-01-01\",\"to\":\"2024-01-31\"}}, or nothing, is allowed.");
        if (length == 0)
            return (none, null);
        try
        {
            var body = JsonSerializer.Deserialize(buffer.AsSpan(0, length), ApiJsonContext.Default.RunRequestDto);
            return (body ?? none, null);
        }
        catch (JsonException)
        {
            return (none, "The body is no such JSON object; {\"from\":\"2024-01-01\",\"to\":\"2024-01-31\"}, or nothing, is allowed.");
        }
    }

    private static bool TryDate(string? text, out DateOnly? date)
    {
        date = null;
        if (text is null)
            return true;
        if (!QueryReader.TryDate(text, out var parsed))
            return false;
        date = parsed;
        return true;
    }

    private static ProblemHttpResult Bad(string name, string text) =>
        Problems.Of(StatusCodes.Status400BadRequest, $"The field {name} is \"{text}\"; a date such as 2024-01-31 is allowed.");
}
