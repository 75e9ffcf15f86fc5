using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Cooldowns;

using static CooldownEvents.V1;

/// <summary>Decides whether a rest lets a request through, and whether as a probe.</summary>
public static class LeaseDecisions
{
    private static readonly Cause NoRequest = new(null);

    /// <summary>None if no cooldown stands in the way; otherwise the reason, and when to ask again.</summary>
    public static LeaseRefusal Admit(BackendState state, string model, bool isEmergency, DateTimeOffset now, out DateTimeOffset? retryAt)
    {
        retryAt = state.Absent.UntilOf(model, now);
        if (retryAt is not null)
            return LeaseRefusal.ModelAbsent;
        if (state.Whole.IsForgettable && state.Models.IsEmpty)
            return LeaseRefusal.None;
        var next = state.NextAt(model, now);
        if (next <= now)
            return LeaseRefusal.None;
        var isProbed = state.Whole.IsProbedAt(now) || state.Rest(model).IsProbedAt(now);
        if (isEmergency && !isProbed && !state.LacksCredentials(now))
            return LeaseRefusal.None;
        retryAt = next;
        return isProbed ? LeaseRefusal.ProbeInFlight : LeaseRefusal.Cooling;
    }

    /// <summary>The events of a lease: those of a probe if the rest is over, otherwise none.</summary>
    public static IReadOnlyList<IBackendEvent> Leased(
        BackendState state, string model, CooldownPolicy policy, DateTimeOffset now, Cause cause)
    {
        if (state.Whole.Mode == RestMode.Available && state.Models.IsEmpty)
            return [];
        return [.. Probe(state, null, policy, now, cause), .. Probe(state, model, policy, now, cause)];
    }

    /// <summary>Ends every rest whose deadline has passed.</summary>
    public static IReadOnlyList<IBackendEvent> Expire(BackendState state, DateTimeOffset now) =>
        [.. state.Models.Keys.Prepend(null).Where(m => state.Rest(m) is { Mode: RestMode.Cooling } rest && now >= rest.Until)
            .Select(m => new CooldownEnded(now, m, ByOperator: false, NoRequest))];

    /// <summary>After a restart: shortens whatever would last too long because the clock was ahead earlier, so that nothing lasts longer
    /// than its full length from now.</summary>
    public static IReadOnlyList<IBackendEvent> Shorten(BackendState state, CooldownPolicy policy, DateTimeOffset now)
    {
        var events = new List<IBackendEvent>();
        foreach (var model in state.Models.Keys.Prepend(null))
        {
            var rest = state.Rest(model);
            if (rest.Mode == RestMode.Cooling && now + RestArithmetic.Left(policy, rest, now) is var until && until < rest.Until)
            {
                events.Add(new CooldownEnded(now, model, ByOperator: false, NoRequest));
                events.Add(new CooldownStarted(now, model, rest.Reason, until, rest.Streak, state.Failures, rest.Cause ?? NoRequest));
            }
            else if (rest.Mode == RestMode.Probing && rest.ProbeUntil > now + policy.ProbeLease)
                events.Add(new ProbeReleased(now, model, NoRequest));
        }
        foreach (var (model, leftOut) in state.Absent.Until)
            if (leftOut > now + AbsentModels.Span)
                events.Add(new ModelLeftOut(now, model, now + AbsentModels.Span, NoRequest));
        return events;
    }

    /// <summary>The earliest deadline of all rests; null if nothing rests.</summary>
    public static DateTimeOffset? NextExpiry(BackendState state)
    {
        DateTimeOffset? earliest = null;
        foreach (var model in state.Models.Keys.Prepend(null))
            if (state.Rest(model) is { Mode: RestMode.Cooling } rest && (earliest is null || rest.Until < earliest))
                earliest = rest.Until;
        return earliest;
    }

    private static IEnumerable<IBackendEvent> Probe(
        BackendState state, string? model, CooldownPolicy policy, DateTimeOffset now, Cause cause)
    {
        var rest = state.Rest(model);
        if (!rest.AwaitsProbeAt(now))
            yield break;
        if (rest.Mode == RestMode.Cooling)
            yield return new CooldownEnded(now, model, ByOperator: false, NoRequest);
        yield return new ProbeLeased(now, model, now + RestArithmetic.LeaseOfProbe(policy, rest), cause);
    }
}
