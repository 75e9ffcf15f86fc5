using Sidecar.Domain.Audit;

namespace Sidecar.Host.Audit;

/// <summary>Every backend's state at an instant.</summary>
internal sealed record StateReport(DateTimeOffset At, IReadOnlyList<BackendReport> Backends);

/// <summary>One backend of a <see cref="StateReport"/>.</summary>
/// <param name="Standing">Null if the journal cannot be read up to there; <paramref name="Fault"/> then says why.</param>
/// <param name="LastEvent">The last event behind that state; null if none had happened.</param>
internal sealed record BackendReport(string Backend, BackendStanding? Standing, EventPlace? LastEvent, string? Fault = null);

/// <summary>An event's place in the whole journal, and among those of its persistence id.</summary>
internal sealed record EventPlace(long Ordering, long SequenceNumber);
