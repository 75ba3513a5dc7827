using System.Text.Json.Serialization;

namespace OrleansLambda.Api.Contracts;

/// <summary>An event of the present second.</summary>
internal sealed record StreamDto([property: JsonPropertyName("tpep_pickup_datetime")] string PickupTime);
