using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Recordings;

/// <summary>Everything that determines a walk: the backends and their limits, the walk's policy, the cooldown policy.</summary>
public sealed record ReplayPolicy(BackendCatalog Catalog, WalkPolicy Walk, CooldownPolicy Cooldown);
