using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Cooldowns;

using static CooldownEvents.V1;

/// <summary>Decides what an attempt's outcome does to its backend: events, from state and facts alone.</summary>
/// <remarks>
/// An answer is late when its attempt was leased before the present cooldown began. Late answers neither raise nor
/// lower anything: one burst of forty requests in flight would otherwise escalate forty times, or be forgiven by its
/// own stragglers. Only their own Retry-After can still extend the rest. Requests that an emergency sent while the backend rested raise
/// nothing either, but a good answer to one counts like a good answer to a probe.
/// </remarks>
public static class CooldownDecisions
{
    /// <summary>The most models that can rest on their own; further ones make the whole backend rest. Clients choose the names, so memory
    /// needs a bound.</summary>
    public const int MostModelsAtRest = 256;

    public static IReadOnlyList<IBackendEvent> Decide(BackendState state, AttemptReport report, Backend backend, CooldownPolicy policy,
        DateTimeOffset now, double chance)
    {
        var decision = new Decision(state, report, policy, now, chance);
        switch (report.Verdict)
        {
            case AttemptVerdict.Success or AttemptVerdict.Declined:
                if (report.Part != AttemptPart.Ending)
                {
                    decision.Recover(null);
                    decision.Recover(report.Model);
                }
                if (report.Part != AttemptPart.Beginning)
                    decision.ClearFailures();
                break;
            case AttemptVerdict.RateLimited:
                decision.RateLimit(decision.ScopeFor(backend));
                break;
            case AttemptVerdict.Overloaded:
                decision.Overload(decision.ScopeFor(backend));
                break;
            case AttemptVerdict.CredentialsRejected:
                decision.RefuseCredentials();
                break;
            case AttemptVerdict.ModelAbsent:
                decision.LeaveOut(report.Model);
                break;
            case AttemptVerdict.FailedAnswer or AttemptVerdict.FailedTransport:
                decision.Fail();
                break;
        }
        decision.ReleaseProbe(null);
        decision.ReleaseProbe(report.Model);
        return decision.Events;
    }

    /// <summary>Collects events and keeps the state they lead to, so that each rule sees what the one before it did.</summary>
    private sealed class Decision(BackendState state, AttemptReport report, CooldownPolicy policy, DateTimeOffset now, double chance)
    {
        private readonly List<IBackendEvent> _events = [];
        private BackendState _state = state;

        public IReadOnlyList<IBackendEvent> Events => _events;

        /// <summary>The model that the rest is about; null for the whole backend.</summary>
        public string? ScopeFor(Backend backend) =>
            backend.CooldownScope == CooldownScope.Model
            && (_state.Models.ContainsKey(report.Model) || _state.Models.Count < MostModelsAtRest || TryForgetOne())
                ? report.Model
                : null;

        // Makes room by forgetting a model that got a 429 long ago and has not been asked for since: the one whose rest ended first.
        private bool TryForgetOne()
        {
            string? oldest = null;
            foreach (var (model, rest) in _state.Models)
                if (!rest.IsCoolingAt(now) && !rest.IsProbedAt(now) && (oldest is null || rest.Until < _state.Rest(oldest).Until))
                    oldest = model;
            if (oldest is null)
                return false;
            if (_state.Rest(oldest).Mode == RestMode.Cooling)
                Add(new CooldownEnded(now, oldest, ByOperator: false, new Cause(null)));
            if (_state.Rest(oldest).Mode == RestMode.Probing)
                Add(new ProbeClosed(now, oldest, report.Cause));
            if (_state.Rest(oldest).Streak > 0)
                Add(new StreakReset(now, oldest, 0, report.Cause));
            return true;
        }

        public void Recover(string? model)
        {
            var rest = _state.Rest(model);
            // A good answer to an emergency request counts like a good answer to a probe, unless the upstream itself named the time.
            var isOver = rest.Mode == RestMode.Cooling && (now >= rest.Until || (WasSentWhileResting(rest) && !IsTimeNamed(rest)));
            if (rest.IsForgettable || WasSentBefore(rest))
                return;
            if (isOver)
                Add(new CooldownEnded(now, model, ByOperator: false, new Cause(null)));
            if (_state.Rest(model).Mode == RestMode.Probing)
                Add(new ProbeClosed(now, model, report.Cause));
            if (rest.Streak > 0)
                Add(new StreakReset(now, model, rest.Streak / 2, report.Cause));
        }

        public void ClearFailures()
        {
            if (_state.Failures > 0 && !IsLate(_state.Whole))
                Add(new FailuresCleared(now, report.Cause));
        }

        public void RateLimit(string? model)
        {
            var rest = _state.Rest(model);
            if (IsLate(rest))
                Extend(model, rest);
            else if (!policy.Learn || (_state.LimitOf(model) is null && !report.IsLimitUsed))
                Start(model, CooldownReason.RateLimited,
                    RestArithmetic.AfterRateLimit(policy, rest.Streak + 1, report.RetryAfter, RefusingFor(rest)), rest.Streak + 1);
            // If a limit is known (learnt, named or configured), it says when there is room again, and a Retry-After takes precedence over
            // it; rests do not grow.
            else if (report.RetryAfter >= TimeSpan.Zero)
                Start(model, CooldownReason.RateLimited, RestArithmetic.AfterRateLimit(policy, 1, report.RetryAfter, TimeSpan.Zero),
                    Math.Max(1, rest.Streak));
        }

        public void Overload(string? model)
        {
            var rest = _state.Rest(model);
            if (IsLate(rest))
                Extend(model, rest);
            else
                Start(model, CooldownReason.Overloaded, RestArithmetic.AfterOverload(policy, report.RetryAfter), rest.Streak);
        }

        public void RefuseCredentials()
        {
            // A burst of refusals counts as one: the key is no more wrong than before.
            if (!IsLate(_state.Whole) || _state.Whole.Reason != CooldownReason.Credentials)
                Start(null, CooldownReason.Credentials, policy.CredentialRest, _state.Whole.Streak);
        }

        public void LeaveOut(string model)
        {
            if (!_state.LacksModel(model, now) && _state.Absent.HasRoom(now))
                Add(new ModelLeftOut(now, model, now + AbsentModels.Span, report.Cause));
        }

        public void Fail()
        {
            if (IsLate(_state.Whole))
                return;
            var failures = _state.Failures + 1;
            var rest = IsTimeout || report.IsSilent ? RestArithmetic.AfterSilence(policy, FormerOfProbe())
                : RestArithmetic.AfterFailures(policy, failures);
            if (HoldsProbe(report.Model) && !HoldsProbe(null))
                Start(report.Model, CooldownReason.Unhealthy, rest, _state.Rest(report.Model).Streak);
            if (failures >= policy.FailuresToCool || HoldsProbe(null) || report.IsSilent)
                Start(null, CooldownReason.Unhealthy, rest, _state.Whole.Streak, failures);
            else
                Add(new FailureCounted(now, failures, report.Cause));
        }

        public void ReleaseProbe(string? model)
        {
            if (HoldsProbe(model))
                Add(new ProbeReleased(now, model, report.Cause));
        }

        private void Extend(string? model, RestState rest)
        {
            if (RestArithmetic.Capped(policy, report.RetryAfter) is not { } asked)
                return;
            var until = RestArithmetic.Until(policy, rest.Until, now, asked, chance);
            if (until > rest.Until && until > now)
                Add(new CooldownExtended(now, model, until, report.Cause));
        }

        private void Start(string? model, CooldownReason reason, TimeSpan length, int streak, int? failures = null)
        {
            var rest = _state.Rest(model);
            var current = rest.Mode == RestMode.Cooling ? rest.Until : now;
            var until = RestArithmetic.Until(policy, current, now, length, chance);
            // A backend that already rests for longer keeps its reason. Refused credentials replace any other, because then not even an
            // emergency may try it.
            var lasting = until == current && rest.IsCoolingAt(now) && reason != CooldownReason.Credentials ? rest.Reason : reason;
            Add(new CooldownStarted(now, model, lasting, until, streak, failures ?? _state.Failures, report.Cause));
        }

        // An attempt sent before the present rest began, or during it, says nothing about the time after it.
        private bool IsLate(RestState rest) => WasSentBefore(rest) || WasSentWhileResting(rest);

        private bool WasSentBefore(RestState rest) => rest.Mode != RestMode.Available && report.Epoch < rest.Epoch;

        private bool WasSentWhileResting(RestState rest) => rest.IsCoolingAt(now) && report.Epoch >= rest.Epoch;

        private bool HoldsProbe(string? model) =>
            _state.Rest(model) is { Mode: RestMode.Probing } rest && rest.ProbeRequest == report.Cause.RequestId
                && rest.ProbeRequest is not null;

        private bool IsTimeout => report.Cause.Error is { } word && UpstreamErrorNames.FromWire(word)
            is UpstreamError.ConnectTimeout or UpstreamError.HeadTimeout or UpstreamError.FirstEventTimeout or UpstreamError.BodyTimeout
            or UpstreamError.DeadlinePassed || report.Cause.Status is 408 or 504;

        private TimeSpan RefusingFor(RestState rest) => rest.RefusingSince is { } since && now > since ? now - since : TimeSpan.Zero;

        // If this attempt is the probe after a rest for failures: how long that rest was.
        private TimeSpan? FormerOfProbe() => (HoldsProbe(null) ? _state.Whole : HoldsProbe(report.Model) ? _state.Rest(report.Model) : null)
            is { Reason: CooldownReason.Unhealthy } rest ? rest.Until - rest.Since : null;

        private static bool IsTimeNamed(RestState rest) => rest.IsTimeNamed || rest.Reason == CooldownReason.Operator;

        private void Add(IBackendEvent @event)
        {
            _events.Add(@event);
            _state = _state.Apply(@event);
        }
    }
}
