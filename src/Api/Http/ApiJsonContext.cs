using System.Text.Json.Serialization;
using OrleansLambda.Api.Contracts;

namespace OrleansLambda.Api.Http;

/// <summary>How the API's answers are written, compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DayPageDto))]
[JsonSerializable(typeof(DayDto))]
[JsonSerializable(typeof(WindowPageDto))]
[JsonSerializable(typeof(WindowDto))]
[JsonSerializable(typeof(LedgerDto))]
[JsonSerializable(typeof(DeadLetterPageDto))]
[JsonSerializable(typeof(ImportPageDto))]
[JsonSerializable(typeof(ImportDto))]
[JsonSerializable(typeof(RunPageDto))]
[JsonSerializable(typeof(RunDto))]
[JsonSerializable(typeof(RunRequestDto))]
[JsonSerializable(typeof(IngestDto))]
[JsonSerializable(typeof(EventsDto))]
[JsonSerializable(typeof(HealthDto))]
[JsonSerializable(typeof(StreamDto))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
