namespace Sidecar.Domain.Attempts;

/// <summary>What verdicts mean for the request.</summary>
internal static class AttemptVerdicts
{
    /// <summary>The client gets the answer at once, and no other backend is asked.</summary>
    public static bool IsRelayed(this AttemptVerdict verdict) =>
        verdict is AttemptVerdict.Success or AttemptVerdict.ClientCredentialsRejected or AttemptVerdict.RequestRefused;
}
