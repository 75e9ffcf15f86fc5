using Sidecar.Diagnostics;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Journal;

namespace Sidecar.Backends;

/// <summary>Everything that a BackendActor is created with.</summary>
/// <param name="Backend">Its definition.</param>
/// <param name="Cooldown">The cooldown policy.</param>
/// <param name="Emergency">The emergency's reduced rate.</param>
/// <param name="Gauge">Where it publishes its load.</param>
/// <param name="Seed">The seed of the random jitter of its rests.</param>
/// <param name="AtStart">The contents of its journal, if already known; null: it answers nothing before its recovery has
/// finished.</param>
/// <param name="Direct">Writes its events once the contents of its journal are known; null: the journal's writer does.</param>
/// <param name="Unwritten">Shows which of its events are not on disk yet; null: not needed.</param>
/// <param name="Past">Requests started by earlier processes that still count; null: none.</param>
/// <param name="Meter">Metrics about it; null: none.</param>
public sealed record BackendSettings(Backend Backend, CooldownPolicy Cooldown, EmergencyPolicy Emergency, BackendLoad Gauge, int Seed,
    JournalProtocol.Recovered? AtStart = null, BackendMeter? Meter = null, IDirectJournal? Direct = null,
    UnwrittenEvents? Unwritten = null, PastStarts? Past = null);
