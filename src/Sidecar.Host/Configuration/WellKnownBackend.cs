using Sidecar.Domain.Backends;

namespace Sidecar.Host.Configuration;

/// <summary>A backend that exists because a well-known environment variable is set.</summary>
public sealed record WellKnownBackend(string Variable, Backend Backend);
