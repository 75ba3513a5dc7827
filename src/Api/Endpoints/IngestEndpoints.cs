using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/ingest</c>: how taking timestamps from the Real-time API goes.</summary>
internal static class IngestEndpoints
{
    public static void MapIngest(this IEndpointRouteBuilder api) => api.MapGet("/ingest", GetAsync);

    private static async Task<JsonHttpResult<IngestDto>> GetAsync(IGrainFactory grains) =>
        ApiJson.Ok(IngestDto.From(await grains.GetGrain<IIngestGrain>(0).GetAsync()));
}
