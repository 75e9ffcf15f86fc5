using Sidecar.Diagnostics;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Journal;

namespace Sidecar.Backends;

/// <summary>What a BackendActor is made of.</summary>
/// <param name="Backend">Its definition.</param>
/// <param name="Cooldown">How it rests.</param>
/// <param name="Emergency">The emergency's reduced rate.</param>
/// <param name="Gauge">Where it shows its load.</param>
/// <param name="Seed">Of the chance that jitters its rests.</param>
/// <param name="AtStart">What its journal holds, where that is known already; null: nothing is answered before the journal's own recovery
/// has told.</param>
/// <param name="Direct">Where its events go once it is known what its journal holds; null: through its journal's writer.</param>
/// <param name="Unwritten">Shows which of its events are not on disk yet; null: nobody asks.</param>
/// <param name="Past">What was started before this process, and still counts; null: nothing.</param>
/// <param name="Meter">Measures what happens to it; null: nobody does.</param>
public sealed record BackendSettings(Backend Backend, CooldownPolicy Cooldown, EmergencyPolicy Emergency, BackendLoad Gauge, int Seed,
    JournalProtocol.Recovered? AtStart = null, BackendMeter? Meter = null, IDirectJournal? Direct = null,
    UnwrittenEvents? Unwritten = null, PastStarts? Past = null);
