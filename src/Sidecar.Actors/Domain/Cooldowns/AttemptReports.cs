using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Cooldowns;

/// <summary>What a backend is told about an attempt: when it is answered, and when the relayed body has ended.</summary>
internal static class AttemptReports
{
    /// <summary>The report when it is answered; null if there is nothing to report yet, because a good beginning changes
    /// nothing.</summary>
    public static AttemptReport? AtAnswer(in AttemptFacts attempt) =>
        attempt.IsOutdated ? attempt.Report(AttemptVerdict.Abandoned, attempt.Error, AttemptPart.Whole)
        : !attempt.Verdict.IsRelayed() ? attempt.Report(attempt.Verdict, attempt.Error, AttemptPart.Whole)
        // A stream may last minutes, and requests waiting for this backend should not wait for its end.
        : attempt.IsClean ? null
        : attempt.Report(attempt.Verdict, null, AttemptPart.Beginning);

    /// <summary>The report at the end of a stream that reported an error after its good beginning: what that error means.</summary>
    /// <param name="retryAfterMs">The rest that the event asks for.</param>
    public static AttemptReport AfterError(in AttemptFacts attempt, AttemptVerdict told, long? retryAfterMs) =>
        (attempt with { RetryAfterMs = retryAfterMs }).Report(told, null, attempt.IsClean ? AttemptPart.Whole : AttemptPart.Ending);

    /// <summary>The report at the end of the body; null if everything was reported before.</summary>
    public static AttemptReport? AtEnd(in AttemptFacts attempt, RelayOutcome outcome) => outcome switch
    {
        RelayOutcome.UpstreamBroke => attempt.Report(AttemptVerdict.FailedTransport, UpstreamError.BodyInterrupted, AttemptPart.Ending),
        RelayOutcome.UpstreamStalled => attempt.Report(AttemptVerdict.FailedTransport, UpstreamError.BodyTimeout, AttemptPart.Ending),
        RelayOutcome.Completed => attempt.Report(attempt.Verdict, null, attempt.IsClean ? AttemptPart.Whole : AttemptPart.Ending),
        // Whoever hung up, the backend's answer had begun well.
        _ => attempt.IsClean ? attempt.Report(attempt.Verdict, null, AttemptPart.Beginning) : null,
    };
}

/// <summary>What is known about an attempt when it is answered.</summary>
/// <param name="Number">1-based, within its request.</param>
/// <param name="RetryAfterMs">The rest that the upstream asked for, as read.</param>
/// <param name="Epoch">The backend's count of cooldowns when the lease was granted.</param>
/// <param name="IsClean">A success would not have changed the backend's state then.</param>
/// <param name="IsOutdated">The refused key had been replaced meanwhile.</param>
/// <param name="IsSilent">Its time passed, and the backend has answered no request since it was sent.</param>
/// <param name="IsLimitUsed">A configured limit was at least half used, so the refusal is no surprise.</param>
internal readonly record struct AttemptFacts(
    string RequestId, int Number, string Model, AttemptVerdict Verdict, int? Status, UpstreamError? Error, long? RetryAfterMs, long Epoch,
        bool IsClean, bool IsOutdated = false, bool IsSilent = false, bool IsLimitUsed = false)
{
    internal AttemptReport Report(AttemptVerdict verdict, UpstreamError? error, AttemptPart part)
    {
        var asked = RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        return new AttemptReport(
            Model, verdict, Epoch, asked, new Cause(RequestId, Number, Status, error?.ToWire(), RetryAfterMs), part, IsSilent, IsLimitUsed);
    }
}
