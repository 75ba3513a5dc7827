using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;
using OrleansLambda.Api.Serving;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/days</c>: the merged view of batch and speed layer.</summary>
internal static class DayEndpoints
{
    public static void MapDays(this IEndpointRouteBuilder api)
    {
        api.MapGet("/days", ListAsync);
        api.MapGet("/days/{date}", GetAsync);
    }

    private static async Task<Results<JsonHttpResult<DayPageDto>, ProblemHttpResult>> ListAsync(HttpContext context, IDayReader reader, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var (from, to, limit) = (query.Date("from"), query.Date("to"), query.Limit());
        var cursor = query.Cursor<DateOnly>(QueryReader.TryDate);
        query.Ordered(from, to);
        if (query.IsBad(out var problem))
            return problem;
        var last = to ?? DateOnly.MaxValue;
        if (cursor >= last)
            return ApiJson.Ok(new DayPageDto([], null, null));
        var first = cursor is { } previous && previous >= (from ?? DateOnly.MinValue) ? previous.AddDays(1) : from ?? DateOnly.MinValue;
        var slice = await reader.RangeAsync(first, last, limit + 1, cancellationToken);
        var days = slice.Days.Take(limit).Select(ToDto).ToList();
        return ApiJson.Ok(new DayPageDto(days, slice.Boundary, slice.Days.Count > limit ? QueryReader.Format(days[^1].Date) : null));
    }

    private static async Task<Results<JsonHttpResult<DayDto>, ProblemHttpResult>> GetAsync(string date, IDayReader reader, CancellationToken cancellationToken)
    {
        if (!QueryReader.TryDate(date, out var parsed))
            return Problems.Of(StatusCodes.Status400BadRequest, $"The date in the path is \"{date}\"; a date such as 2024-01-31 is allowed.");
        var slice = await reader.RangeAsync(parsed, parsed, 1, cancellationToken);
        return slice.Days is [var day, ..] ? ApiJson.Ok(ToDto(day)) : Problems.NotFound($"No ride was counted on {date}.");
    }

    private static DayDto ToDto(ServedDay day) => new(
        day.Date,
        day.Totals.Rides,
        day.Totals.TotalAmount,
        day.Totals.FareAmount,
        day.Totals.TipAmount,
        day.Totals.TripDistance,
        day.Totals.PassengerCount,
        day.FromBatch ? "batch" : "speed");
}
