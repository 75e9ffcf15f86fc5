using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Cooldowns;

/// <summary>The result of an attempt, as reported to its backend.</summary>
/// <param name="Model">The requested model.</param>
/// <param name="Epoch">The backend's count of cooldowns when the lease was granted.</param>
/// <param name="RetryAfter">The rest that the upstream asked for, before any cap.</param>
/// <param name="IsSilent">Its time passed, and the backend has answered no request since it was sent: enough evidence that it
/// hangs.</param>
/// <param name="IsLimitUsed">A configured limit was at least half used, so the refusal is no surprise.</param>
/// <param name="Part">The part of the attempt that is reported: a stream's beginning is reported before its end is known.</param>
public sealed record AttemptReport(
    string Model, AttemptVerdict Verdict, long Epoch, TimeSpan? RetryAfter, Cause Cause, AttemptPart Part = AttemptPart.Whole,
    bool IsSilent = false, bool IsLimitUsed = false);

/// <summary>Which part of an attempt a report is about.</summary>
public enum AttemptPart
{
    Whole,

    /// <summary>It began well. That ends a probe and lowers a streak, but consecutive failures are reset only by a body that arrived
    /// completely; otherwise streams that all break off would never add up.</summary>
    Beginning,

    /// <summary>How it ended, after its beginning was reported.</summary>
    Ending,
}
