using Sidecar.Domain.Audit;

namespace Sidecar.Host.Audit;

/// <summary>The parameters of a timeline. Null: all backends, from the first event, until now.</summary>
internal sealed record TimelineQuery(IReadOnlyList<string> Backends, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>When each backend rested in a range, with totals.</summary>
/// <param name="To">Exclusive, and never later than now.</param>
internal sealed record TimelineReport(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<BackendTimeline> Backends, IReadOnlyList<EmergencyMark> Emergencies);

/// <summary>One backend of a <see cref="TimelineReport"/>.</summary>
/// <param name="Served">The ledger's counts; null if there is no ledger.</param>
internal sealed record BackendTimeline(
    string Backend, IReadOnlyList<CooldownInterval> Intervals, CooldownTotals Totals, ServedCount? Served);

/// <summary>Attempts sent to a backend, and how many of them succeeded.</summary>
internal sealed record ServedCount(long Attempts, long Served);

/// <summary>A request entered its emergency phase.</summary>
internal sealed record EmergencyMark(DateTimeOffset At, string Model, string? RequestId, int Activations);
