using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;
using OrleansLambda.Api.Live;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Api.Endpoints;

/// <summary>
/// <c>/windows</c>: the speed view. With <c>from</c> the windows ascend from there; without it the latest come first.
/// </summary>
internal static class WindowEndpoints
{
    public static void MapWindows(this IEndpointRouteBuilder api)
    {
        api.MapGet("/windows", ListAsync);
        api.MapGet("/windows/live", (HttpContext context, WindowStream stream) => stream.ServeAsync(context)).DisableRequestTimeout();
        api.MapGet("/windows/{window_start}", GetAsync);
    }

    private static async Task<Results<JsonHttpResult<WindowPageDto>, ProblemHttpResult>> ListAsync(HttpContext context, IWindowStore store, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var (from, to, limit) = (query.Time("from"), query.Time("to"), query.Limit());
        var cursor = query.Cursor<TumblingWindow>(TumblingWindow.TryParse);
        query.Ordered(from, to);
        if (query.IsBad(out var problem))
            return problem;
        var last = to ?? DateTimeOffset.MaxValue;
        var rows = from is { } first
            ? await store.RangeAsync(cursor is { } after && after.End > first ? after.End : first, last, limit + 1, cancellationToken)
            : await store.LatestAsync(cursor is { } before && before.Start < last ? before.Start : last, limit + 1, cancellationToken);
        return ApiJson.Ok(new WindowPageDto(
            [.. rows.Take(limit).Select(WindowDto.From)],
            rows.Count > limit ? rows[limit - 1].Window.Key : null));
    }

    private static async Task<Results<JsonHttpResult<WindowDto>, ProblemHttpResult>> GetAsync(
        [Microsoft.AspNetCore.Mvc.FromRoute(Name = "window_start")] string start,
        IWindowStore store,
        CancellationToken cancellationToken)
    {
        if (!TumblingWindow.TryParse(start, out var window))
            return Problems.Of(StatusCodes.Status400BadRequest, $"The window in the path is \"{start}\"; the start of a window such as 2024-01-31T00:57:50Z, a whole multiple of ten seconds, is allowed.");
        return await store.ReadAsync(window, cancellationToken) is { } state
            ? ApiJson.Ok(WindowDto.From(state))
            : Problems.NotFound($"No event was counted in the window that starts at {window.Key}.");
    }
}
