using Sidecar.Domain.Walk;

namespace Sidecar.Ledger;

/// <summary>One finished walk: the facts of a request in order, from which each of its decisions can be reproduced.</summary>
/// <param name="ArrivedAt">UTC.</param>
/// <param name="Outcome">The status that the client got, or 0 if it hung up first.</param>
/// <param name="Facts">Must not be changed any more. Stored as described in <c>docs/events.md</c>; without prompt, body or key.</param>
public sealed record WalkRow(string RequestId, DateTimeOffset ArrivedAt, int Outcome, IReadOnlyList<WalkFact> Facts);
