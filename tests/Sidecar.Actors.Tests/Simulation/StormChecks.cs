using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Journal;
using Sidecar.Ledger;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Simulation;

using static CooldownEvents;

/// <summary>What holds in every storm. <see cref="Leftovers"/> checks that each request ends exactly once and no lease is kept.</summary>
internal static class StormChecks
{
    public static void All(SidecarKit kit, World world)
    {
        var rows = kit.Ledger.Attempts.ToDictionary(row => (row.RequestId, row.Attempt));
        foreach (var backend in world.Backends)
        {
            var calls = kit.Upstream.CallsTo(backend.Id);
            var events = kit.Journal(backend.Id);
            AtMost(backend.Rpm, calls, $"{backend.Id}: rpm");
            AtMost(world.Walk.Emergency.RpmPerBackend, [.. calls.Where(call => IsEmergency(call, rows))], $"{backend.Id}: emergency rpm");
            TheJournalIsSound(backend.Id, events);
            NobodyDisturbsARest(calls, events, rows);
            Assert.Equal(BackendStateCodec.Write(BackendState.Fresh.Apply(events)), BackendStateCodec.Write(kit.State(backend.Id)));
        }
        foreach (var attempts in kit.Ledger.Attempts.GroupBy(row => row.RequestId))
            BudgetsHold(world, [.. attempts]);
        foreach (var talk in kit.Conversations)
            Assert.True(talk.AnsweredAt - talk.SentAt - Uncounted(talk, kit) <= world.Walk.Deadline,
                $"{talk.Id} was answered after its deadline");
    }

    /// <summary>Seen from the upstream's side, before the call is counted.</summary>
    public static void ConcurrencyHolds(SidecarKit kit, UpstreamCall call)
    {
        if (call.Backend.MaxConcurrency == 0)
            return;
        var calling = kit.Upstream.InFlight.Count(other => other.Backend == call.Backend.Id);
        var relaying = kit.Conversations.Count(talk => talk is { IsRelaying: true, Answer: Relayed relayed }
            && relayed.Backend.Id == call.Backend.Id);
        Assert.True(calling + relaying < call.Backend.MaxConcurrency,
            $"{call.Backend.Id} is given more than {call.Backend.MaxConcurrency} at once");
    }

    // For a request that is not streamed, the time of its attempts does not count against the deadline.
    private static TimeSpan Uncounted(Conversation talk, SidecarKit kit) => talk.Request.Envelope.Stream ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(kit.Ledger.Attempts.Where(row => row.RequestId == talk.Id).Sum(row => row.LatencyMs) + 1);

    private static void AtMost(int limit, IReadOnlyList<ScriptedCall> calls, string what)
    {
        if (limit > 0)
            for (var i = limit; i < calls.Count; i++)
                Assert.True(calls[i].At - calls[i - limit].At >= RequestWindow.Length,
                    $"{what}: more than {limit} in the minute before {calls[i].At:HH:mm:ss.fff}");
    }

    private static void TheJournalIsSound(string backend, IReadOnlyList<IBackendEvent> events)
    {
        var state = BackendState.Fresh;
        foreach (var e in events)
        {
            var model = ModelOf(e);
            var before = state.Rest(model);
            var after = (state = state.Apply(e)).Rest(model);
            if (e is V1.ProbeLeased)
                Assert.False(before.IsProbedAt(e.At), $"{backend}: two probes at once, {e}");
            if (e is V1.CooldownEnded)
                // A good answer in an emergency ends a rest early, unless the upstream itself named its time.
                Assert.True(e.At >= before.Until || !before.IsTimeNamed, $"{backend}: a rest ended early, {e}");
            if (before.IsCoolingAt(e.At) && after.Mode == RestMode.Cooling)
                Assert.True(after.Until >= before.Until, $"{backend}: a deadline was shortened, {e}");
        }
    }

    private static void NobodyDisturbsARest(IReadOnlyList<ScriptedCall> calls, IReadOnlyList<IBackendEvent> events,
        Dictionary<(string, int), AttemptRow> rows)
    {
        foreach (var call in calls.Where(call => !IsEmergency(call, rows)))
            Assert.True(
                PossibleStates(events, call.At).Any(state => !Forbids(state, call)),
                $"{call.Request} was sent to {call.Backend} at {call.At:HH:mm:ss.fff} although it "
                    + $"rested:\n{string.Join("\n", events.Where(e => e.At <= call.At).TakeLast(5))}");
    }

    // Events of the same instant as the call may have come before or after it.
    private static IEnumerable<BackendState> PossibleStates(IReadOnlyList<IBackendEvent> events, DateTimeOffset at)
    {
        var state = BackendState.Fresh.Apply(events.TakeWhile(e => e.At < at));
        yield return state;
        foreach (var e in events.SkipWhile(e => e.At < at).TakeWhile(e => e.At == at))
            yield return state = state.Apply(e);
    }

    private static bool Forbids(BackendState state, ScriptedCall call) =>
        Forbids(state.Whole, call) || Forbids(state.Rest(call.Call.Request.Model), call);

    private static bool Forbids(RestState rest, ScriptedCall call) =>
        rest.IsCoolingAt(call.At) || (rest.IsProbedAt(call.At) && rest.ProbeRequest != call.Request);

    private static void BudgetsHold(World world, IReadOnlyList<AttemptRow> attempts)
    {
        Assert.True(attempts.Count(a => a.Phase == "routing") <= world.Walk.Routing.MaxAttempts);
        Assert.True(attempts.Count(a => a.Phase == "primary-wait") <= world.Walk.PrimaryWait.MaxRetries);
        Assert.True(attempts.Count(a => a.Phase == "emergency") <= world.Walk.Emergency.Rounds * world.Backends.Length);
        Assert.Equal(Enumerable.Range(1, attempts.Count), attempts.Select(a => a.Attempt).Order());
    }

    private static bool IsEmergency(ScriptedCall call, Dictionary<(string, int), AttemptRow> rows) =>
        rows[(call.Request, call.Call.Attempt)].Phase == "emergency";

    private static string? ModelOf(IBackendEvent e) => e switch
    {
        V1.CooldownStarted x => x.Model,
        V1.CooldownExtended x => x.Model,
        V1.CooldownEnded x => x.Model,
        V1.ProbeLeased x => x.Model,
        _ => null,
    };
}
