using Sidecar.Domain.Audit;

namespace Sidecar.Host.Audit;

/// <summary>What is asked of the timeline. Null: all backends, from the first event, until now.</summary>
internal sealed record TimelineQuery(IReadOnlyList<string> Backends, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>When each backend rested in a range, and what that came to.</summary>
/// <param name="To">Excluded, and never later than now.</param>
internal sealed record TimelineReport(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<BackendTimeline> Backends, IReadOnlyList<EmergencyMark> Emergencies);

/// <summary>One backend of a <see cref="TimelineReport"/>.</summary>
/// <param name="Served">What the ledger counted; null where there is no ledger.</param>
internal sealed record BackendTimeline(
    string Backend, IReadOnlyList<CooldownInterval> Intervals, CooldownTotals Totals, ServedCount? Served);

/// <summary>Attempts sent to a backend, and those among them that did what was asked.</summary>
internal sealed record ServedCount(long Attempts, long Served);

/// <summary>A walk entered its emergency phase.</summary>
internal sealed record EmergencyMark(DateTimeOffset At, string Model, string? RequestId, int Activations);
