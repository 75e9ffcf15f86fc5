namespace Sidecar.Domain.Limits;

/// <summary>Whether a configured limit explains a refusal.</summary>
internal static class ToldLimits
{
    /// <summary>Whether so much of a configured limit is used that the upstream, which counts differently, may consider it used up: half
    /// of a minute's limit, or all of the concurrency. Then that limit explains the refusal, and says when there is capacity
    /// again.</summary>
    public static bool AreWellUsed(int rpm, long started, long tpm, long tokens, int maxConcurrency, int inFlight) =>
        (rpm > 0 && 2 * started >= rpm) || (tpm > 0 && 2 * tokens >= tpm) || (maxConcurrency > 0 && inFlight >= maxConcurrency);
}
