namespace Sidecar.Domain.Attempts;

/// <summary>What verdicts come to for the request.</summary>
internal static class AttemptVerdicts
{
    /// <summary>The client is given the answer at once, and no other backend is asked.</summary>
    public static bool IsRelayed(this AttemptVerdict verdict) =>
        verdict is AttemptVerdict.Success or AttemptVerdict.ClientCredentialsRejected or AttemptVerdict.RequestRefused;
}
