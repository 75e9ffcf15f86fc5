namespace Sidecar.Domain.Definitions;

/// <summary>A backend that was defined through the API, as it is stored.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Definition">JSON: the keys that a backend has in the configuration file, as they were given, without anything
/// secret.</param>
/// <param name="Sealed">What is secret of it, encrypted; null when nothing is.</param>
public sealed record StoredBackend(string Id, string Definition, string? Sealed);
