using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/ledger</c>: what was read, and what became of it.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder api) => api.MapGet("/ledger", GetAsync);

    private static async Task<JsonHttpResult<LedgerDto>> GetAsync(IGrainFactory grains) =>
        ApiJson.Ok(LedgerDto.From(await grains.GetGrain<ILedgerGrain>(0).GetAsync()));
}
