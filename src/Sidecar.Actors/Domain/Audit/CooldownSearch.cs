using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Audit;

/// <summary>Finds the event behind a backend's rest as a walk saw it.</summary>
internal static class CooldownSearch
{
    // An event needs microseconds to get from the backend to the board, longer if the machine is stalled. Beyond this it is not a race.
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);

    /// <param name="isTold">Whether an exclusion (null: none) is the one that the walk recorded.</param>
    /// <param name="told">The recorded exclusion, returned if the journal does not explain it.</param>
    public static CooldownCause Find(BackendHistory history, string model, DateTimeOffset at, string? told, Func<string?, bool> isTold)
    {
        var count = history.CountAt(at);
        if (isTold(At(count)))
            return Tell(history, model, at, count, null);
        for (var k = count - 1; k >= 0 && history.Events[k].At >= at - Near; k--)
            if (isTold(At(k)))
                return Tell(history, model, at, k, new BoardRace(RaceOrder.PickWasFirst, At(k), At(k + 1), history.Events[k]));
        for (var k = count + 1; k <= history.Events.Count && history.Events[k - 1].At <= at + Near; k++)
            if (isTold(At(k)))
                return Tell(history, model, at, k, new BoardRace(RaceOrder.EventWasFirst, At(k - 1), At(k), history.Events[k - 1]));
        return new CooldownCause(told, null, null, null, new BoardRace(RaceOrder.Unexplained, At(count), null, null));

        string? At(int events) => Exclusion.OfRest(history.After(events), model, at);
    }

    private static CooldownCause Tell(BackendHistory history, string model, DateTimeOffset at, int count, BoardRace? race)
    {
        var state = history.After(count);
        var excluded = Exclusion.OfRest(state, model, at);
        if (excluded is null)
            return new CooldownCause(null, null, null, null, race);
        if (excluded == Exclusion.ModelAbsent)
            return new CooldownCause(excluded, state.Absent.UntilOf(model, at), history.Last<ModelLeftOut>(count, model), null, race);
        if (excluded == Exclusion.Probing)
        {
            var probed = state.Whole.IsProbedAt(at) ? null : model;
            return new CooldownCause(excluded, state.Rest(probed).ProbeUntil, history.Last<ProbeLeased>(count, probed), null, race);
        }
        var scope = state.Whole.IsCoolingAt(at) ? null : model;
        var began = history.Last<CooldownStarted>(count, scope);
        var extended = history.Last<CooldownExtended>(count, scope);
        return new CooldownCause(excluded, state.Rest(scope).Until, began, IsLater(extended, began) ? extended : null, race);
    }

    private static bool IsLater(JournalledEvent? extended, JournalledEvent? began) =>
        extended?.SequenceNumber > (began?.SequenceNumber ?? 0);
}
