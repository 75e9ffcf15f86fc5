using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Cooldowns;

/// <summary>What became of an attempt, as its backend is told.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Epoch">The backend's count of cooldowns when the attempt was leased.</param>
/// <param name="RetryAfter">The rest that the upstream asked for, before any cap.</param>
/// <param name="IsSilent">Its time passed, and the backend has answered nobody since it was sent: evidence enough that it
/// hangs.</param>
/// <param name="IsLimitUsed">A told limit was used so far that a refusal is no surprise.</param>
/// <param name="Part">What of the attempt is told: a stream's beginning is news before its end is known.</param>
public sealed record AttemptReport(
    string Model, AttemptVerdict Verdict, long Epoch, TimeSpan? RetryAfter, Cause Cause, AttemptPart Part = AttemptPart.Whole,
    bool IsSilent = false, bool IsLimitUsed = false);

/// <summary>How much of an attempt a report speaks of.</summary>
public enum AttemptPart
{
    Whole,

    /// <summary>It began well. That ends a probe and lowers a streak, but a row of failures ends only with a body that arrived whole:
    /// streams that all break off would otherwise never add up.</summary>
    Beginning,

    /// <summary>How it ended, after its beginning was told.</summary>
    Ending,
}
