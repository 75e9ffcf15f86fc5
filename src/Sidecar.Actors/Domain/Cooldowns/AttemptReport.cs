using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Cooldowns;

/// <summary>What became of an attempt, as its backend is told.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Epoch">The backend's count of cooldowns when the attempt was leased.</param>
/// <param name="RetryAfter">The rest that the upstream asked for, before any cap.</param>
public sealed record AttemptReport(string Model, AttemptVerdict Verdict, long Epoch, TimeSpan? RetryAfter, Cause Cause);
