using System.Text.Json.Serialization;
using OrleansLambda.Grains.Batch.Imports;
using OrleansLambda.Grains.Batch.Runs;

namespace OrleansLambda.Grains.Batch;

/// <summary>How the batch layer's documents are written down. Fields may be added, never renamed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(DateSetConverter)])]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(ImportPlace))]
[JsonSerializable(typeof(BatchState))]
[JsonSerializable(typeof(DateSet))]
[JsonSerializable(typeof(RunStatus))]
internal sealed partial class BatchJson : JsonSerializerContext;
