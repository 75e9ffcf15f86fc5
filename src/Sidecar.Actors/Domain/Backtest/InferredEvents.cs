using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

using static CooldownEvents.V1;

/// <summary>Infers, for an event that belongs to no recorded walk, what another policy would have made of the same upstream
/// answer.</summary>
internal static class InferredEvents
{
    public static IReadOnlyList<IBackendEvent> EventsOf(BackendReplay backend, ReplayPolicy policy, IBackendEvent happened, double chance)
    {
        var cause = happened.Cause;
        // What an upstream's limits are is the upstream's, whatever the policy.
        if (IsOfOperator(happened) || happened is LimitLearned)
            return [happened];
        if (happened is CooldownEnded)
            return backend.Serving.Expire(happened.At);
        if (happened is ProbeLeased leased)
            return LeaseDecisions.Leased(backend.State, leased.Model ?? "", policy.Cooldown, happened.At, cause);
        var (verdict, model, isLate) = happened switch
        {
            CooldownStarted e => (VerdictOf(e.Reason), e.Model, false),
            CooldownExtended e => (AttemptVerdict.RateLimited, e.Model, true),
            ModelLeftOut e => (AttemptVerdict.ModelAbsent, e.Model, false),
            FailureCounted => (AttemptVerdict.FailedTransport, null, false),
            ProbeReleased e => (AttemptVerdict.Abandoned, e.Model, false),
            ProbeClosed e => (AttemptVerdict.Success, e.Model, false),
            StreakReset e => (AttemptVerdict.Success, e.Model, false),
            _ => (AttemptVerdict.Success, null, false),
        };
        var asked = cause.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        return backend.Serving.Decide(
            new AttemptReport(model ?? "", verdict, isLate ? backend.State.Epoch - 1 : backend.State.Epoch, asked, cause),
            happened.At, chance);
    }

    public static bool IsOfOperator(IBackendEvent happened) =>
        happened is CooldownEnded { ByOperator: true } or CooldownStarted { Reason: CooldownReason.Operator, Cause.RequestId: null };

    private static AttemptVerdict VerdictOf(CooldownReason reason) => reason switch
    {
        CooldownReason.RateLimited => AttemptVerdict.RateLimited,
        CooldownReason.Overloaded => AttemptVerdict.Overloaded,
        CooldownReason.Credentials => AttemptVerdict.CredentialsRejected,
        _ => AttemptVerdict.FailedTransport,
    };
}
