using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/imports</c>: datasets that were, or are being, taken into the master dataset.</summary>
internal static class ImportEndpoints
{
    private const int MaxIdLength = 200;

    public static void MapImports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/imports", ListAsync);
        api.MapGet("/imports/{id}", GetAsync);
    }

    private static async Task<Results<JsonHttpResult<ImportPageDto>, ProblemHttpResult>> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var query = new QueryReader(context.Request.Query);
        var (limit, cursor) = (query.Limit(), query.Cursor(MaxIdLength));
        if (query.IsBad(out var problem))
            return problem;
        var imports = await grains.GetGrain<IImportGrain>(0).ListAsync(cursor, limit + 1);
        return ApiJson.Ok(new ImportPageDto(
            [.. imports.Take(limit).Select(ImportDto.From)],
            imports.Length > limit ? imports[limit - 1].Id : null));
    }

    private static async Task<Results<JsonHttpResult<ImportDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        id.Length <= MaxIdLength && await grains.GetGrain<IImportGrain>(0).GetAsync(id) is { } import
            ? ApiJson.Ok(ImportDto.From(import))
            : Problems.NotFound("There is no import with that id.");
}
