using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Recordings;

/// <summary>Everything that decides a walk: whom there is with what limits, how walks go, how backends rest.</summary>
public sealed record ReplayPolicy(BackendCatalog Catalog, WalkPolicy Walk, CooldownPolicy Cooldown);
