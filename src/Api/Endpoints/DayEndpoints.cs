using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;
using OrleansLambda.Grains.Serving;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/days</c>: the merged view of batch and speed layer. A page's cursor is the date that the next one begins with.</summary>
internal static class DayEndpoints
{
    public static void MapDays(this IEndpointRouteBuilder api)
    {
        api.MapGet("/days", ListAsync);
        api.MapGet("/days/{date}", GetAsync);
    }

    private static async Task<Results<JsonHttpResult<DayPageDto>, ProblemHttpResult>> ListAsync(HttpContext context, DayReader reader, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var (from, to, limit) = (query.Date("from"), query.Date("to"), query.Limit());
        var cursor = query.Cursor<DateOnly>(QueryReader.TryDate);
        query.Ordered(from, to);
        if (query.IsBad(out var problem))
            return problem;
        var page = await reader.ReadAsync(cursor is null || cursor < from ? from : cursor, to, limit, cancellationToken);
        return ApiJson.Ok(new DayPageDto(
            [.. page.Days.Select(DayDto.From)],
            page.Boundary,
            page.Next is { } next ? QueryReader.Format(next) : null));
    }

    private static async Task<Results<JsonHttpResult<DayDto>, ProblemHttpResult>> GetAsync(string date, DayReader reader, CancellationToken cancellationToken)
    {
        if (!QueryReader.TryDate(date, out var parsed))
            return Problems.Of(StatusCodes.Status400BadRequest, $"The date in the path is \"{date}\"; a date such as 2024-01-31 is allowed.");
        return await reader.ReadAsync(parsed, cancellationToken) is { } day
            ? ApiJson.Ok(DayDto.From(day))
            : Problems.NotFound($"No ride was counted on {date}.");
    }
}
