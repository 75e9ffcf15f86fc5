using Sidecar.Domain.Walk;

namespace Sidecar.Ledger;

/// <summary>One finished walk: the facts of a request in order, from which each of its decisions can be computed again.</summary>
/// <param name="ArrivedAt">UTC.</param>
/// <param name="Outcome">The status the client was given, or 0 when it hung up first.</param>
/// <param name="Facts">Handed over: never changed again. Stored as a JSON array, shape in <c>docs/events.md</c>; no prompt, body or
/// key.</param>
public sealed record WalkRow(string RequestId, DateTimeOffset ArrivedAt, int Outcome, IReadOnlyList<WalkFact> Facts);
