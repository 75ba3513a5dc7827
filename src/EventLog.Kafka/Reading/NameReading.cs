namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>That readers are to give records' keys, and the namespaces that records name; without it, they pass over both.</summary>
/// <param name="NamespaceHeader">The header that names a namespace, in ASCII and ended by a zero; null to look for none.</param>
internal sealed record NameReading(byte[]? NamespaceHeader);
