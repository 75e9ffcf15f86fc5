using Sidecar.Domain.Cooldowns;

namespace Sidecar.Actors.Tests.Swarms;

using static CooldownEvents;

/// <summary>What is promised about rests and probes, and about what may cause a rest.</summary>
internal static class RestChecks
{
    private static readonly ReplyKind[] Troubles = [ReplyKind.Limit, ReplyKind.Overload, ReplyKind.Failure, ReplyKind.Key, ReplyKind.Cut];

    public static IEnumerable<Violation> Of(LifeRecord life) => life.Backends.SelectMany(backend => Of(life, backend));

    private static IEnumerable<Violation> Of(LifeRecord life, BackendRecord backend)
    {
        var calls = life.Calls.Where(call => call.Backend == backend.Id).ToList();
        return [.. Deadlines(life, backend), .. Disturbed(backend, calls), .. Causes(backend, calls, life)];
    }

    private static IEnumerable<Violation> Deadlines(LifeRecord life, BackendRecord backend)
    {
        var (state, longest) = (backend.Start, LifeRest.Longest(life.World.Cooldown));
        foreach (var (index, e) in backend.Events.Index())
        {
            var model = ModelOf(e);
            var before = state.Rest(model);
            var after = (state = state.Apply(e)).Rest(model);
            if (e is V1.ProbeLeased && before.IsProbedAt(e.At))
                yield return new Violation(Invariant.OneProbe, $"{backend.Id}: two probes at once, {e}");
            // A deadline that is too late because the clock was ahead is corrected when the process starts.
            if (e.At == life.From && index < 4 && before.IsCoolingAt(e.At))
                continue;
            // A good answer in an emergency ends a rest early, unless the upstream itself named its time.
            if (e is V1.CooldownEnded { ByOperator: false } && e.At < before.Until && before.IsTimeNamed)
                yield return new Violation(Invariant.DeadlineStays, $"{backend.Id}: a rest ended early, {e}");
            if (before.IsCoolingAt(e.At) && after.Mode == RestMode.Cooling && after.Until < before.Until
                && after.Reason != CooldownReason.Operator)
                yield return new Violation(Invariant.DeadlineStays, $"{backend.Id}: a deadline was shortened, {e}");
            if (e is V1.CooldownStarted { Reason: not CooldownReason.Operator } started && started.Until - e.At > longest
                && started.Until > before.Until)
                yield return new Violation(Invariant.RestIsBounded, $"{backend.Id} rests for {started.Until - e.At}, {e}");
        }
    }

    private static IEnumerable<Violation> Disturbed(BackendRecord backend, List<CallRecord> calls)
    {
        var (state, next) = (backend.Start, 0);
        foreach (var call in calls.Where(call => !call.IsEmergency).OrderBy(call => call.At))
        {
            while (next < backend.Events.Count && backend.Events[next].At < call.At)
                state = state.Apply(backend.Events[next++]);
            // Events of the same instant as the call may have come before or after it.
            var (possible, isAllowed) = (state, !Forbids(state, call));
            for (var i = next; !isAllowed && i < backend.Events.Count && backend.Events[i].At == call.At; i++)
                isAllowed = !Forbids(possible = possible.Apply(backend.Events[i]), call);
            if (!isAllowed)
                yield return new Violation(Invariant.RestIsLeftAlone,
                    $"{call.Request} was sent to {call.Backend} at {call.At:HH:mm:ss.fff} although it rested");
        }
    }

    // A fault in one client's request, or its hang-up, is not held against the backend for others.
    private static IEnumerable<Violation> Causes(BackendRecord backend, List<CallRecord> calls, LifeRecord life)
    {
        var kinds = calls.ToDictionary(call => (call.Request, call.Attempt), call => call.Kind);
        foreach (var e in backend.Events)
        {
            if (e.Cause.RequestId is not { } request || !kinds.TryGetValue((request, e.Cause.Attempt), out var kind) || e.At == life.From)
                continue;
            var isDue = e switch
            {
                V1.CooldownStarted or V1.CooldownExtended => Troubles.Contains(kind),
                V1.FailureCounted => kind is ReplyKind.Failure or ReplyKind.Cut,
                V1.ModelLeftOut => kind == ReplyKind.ModelAbsent,
                V1.ProbeClosed or V1.StreakReset or V1.FailuresCleared => kind is ReplyKind.Well or ReplyKind.Request or ReplyKind.Cut,
                _ => true,
            };
            if (!isDue)
                yield return new Violation(Invariant.OnlyItsDue, $"{backend.Id}: {kind} led to {e}");
        }
    }

    private static bool Forbids(BackendState state, CallRecord call) =>
        state.LacksModel(call.Model, call.At) || Forbids(state.Whole, call) || Forbids(state.Rest(call.Model), call);

    private static bool Forbids(RestState rest, CallRecord call) =>
        rest.IsCoolingAt(call.At) || (rest.IsProbedAt(call.At) && rest.ProbeRequest != call.Request);

    private static string? ModelOf(IBackendEvent e) => e switch
    {
        V1.CooldownStarted x => x.Model,
        V1.CooldownExtended x => x.Model,
        V1.CooldownEnded x => x.Model,
        V1.ProbeLeased x => x.Model,
        _ => null,
    };
}
