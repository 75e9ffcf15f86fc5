using Sidecar.Domain.Backends;

namespace Sidecar.Host.Configuration;

/// <summary>A backend that exists because an environment variable of a well-known name is set.</summary>
public sealed record WellKnownBackend(string Variable, Backend Backend);
