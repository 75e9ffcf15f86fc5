using Sidecar.Domain.Audit;

namespace Sidecar.Host.Audit;

/// <summary>Every backend as it was at an instant.</summary>
internal sealed record StateReport(DateTimeOffset At, IReadOnlyList<BackendReport> Backends);

/// <summary>One backend of a <see cref="StateReport"/>.</summary>
/// <param name="Standing">Null when the journal cannot be read up to there; then <paramref name="Fault"/> says why.</param>
/// <param name="LastEvent">The event that the standing follows from; null when none had happened.</param>
internal sealed record BackendReport(string Backend, BackendStanding? Standing, EventPlace? LastEvent, string? Fault = null);

/// <summary>Where an event stands: in the whole journal, and among those of its persistence id.</summary>
internal sealed record EventPlace(long Ordering, long SequenceNumber);
