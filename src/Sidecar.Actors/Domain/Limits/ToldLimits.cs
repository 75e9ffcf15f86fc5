namespace Sidecar.Domain.Limits;

/// <summary>Whether a refusal is one by a limit that was told.</summary>
internal static class ToldLimits
{
    /// <summary>So much of one is used that the upstream, which counts otherwise, may hold it to be used up: half of a minute's, or all at
    /// once. What was told is then what refuses, and says when there is room again.</summary>
    public static bool AreWellUsed(int rpm, long started, long tpm, long tokens, int maxConcurrency, int inFlight) =>
        (rpm > 0 && 2 * started >= rpm) || (tpm > 0 && 2 * tokens >= tpm) || (maxConcurrency > 0 && inFlight >= maxConcurrency);
}
