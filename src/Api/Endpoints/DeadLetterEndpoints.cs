using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/dead-letters</c>: what could not be counted, and why.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder api) => api.MapGet("/dead-letters", ListAsync);

    private static async Task<Results<JsonHttpResult<DeadLetterPageDto>, ProblemHttpResult>> ListAsync(HttpContext context, IDeadLetterStore store, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var limit = query.Limit();
        var cursor = query.Cursor<DeadLetterKey>(DeadLetterCursor.TryParse);
        if (query.IsBad(out var problem))
            return problem;
        var letters = await store.PageAsync(cursor, limit + 1, cancellationToken);
        return ApiJson.Ok(new DeadLetterPageDto(
            [.. letters.Take(limit).Select(DeadLetterDto.From)],
            await store.CountAsync(cancellationToken),
            letters.Count > limit ? DeadLetterCursor.Format(letters[limit - 1].Key) : null));
    }
}
