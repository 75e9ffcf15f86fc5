using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Backends;

/// <summary>What a BackendActor is made of.</summary>
/// <param name="Backend">Its definition.</param>
/// <param name="Cooldown">How it rests.</param>
/// <param name="Emergency">The emergency's reduced rate.</param>
/// <param name="Gauge">Where it shows its load.</param>
/// <param name="Seed">Of the chance that jitters its rests.</param>
public sealed record BackendSettings(Backend Backend, CooldownPolicy Cooldown, EmergencyPolicy Emergency, BackendGauge Gauge, int Seed);
