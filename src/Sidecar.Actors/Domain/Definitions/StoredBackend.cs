namespace Sidecar.Domain.Definitions;

/// <summary>A backend defined through the API, as it is stored.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Definition">JSON: the keys that a backend has in the configuration file, as they were given, without secrets.</param>
/// <param name="Sealed">Its secrets, encrypted; null if it has none.</param>
public sealed record StoredBackend(string Id, string Definition, string? Sealed);
