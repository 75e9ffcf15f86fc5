using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>What is promised to a client.</summary>
internal static class RequestChecks
{
    public static IEnumerable<Violation> Of(LifeRecord life)
    {
        var calls = life.Calls.ToLookup(call => call.Request);
        return [.. life.Talks.SelectMany(talk => Of(life, talk, [.. calls[talk.Id].OrderBy(call => call.Attempt)])), .. Outs(life)];
    }

    private static IEnumerable<Violation> Of(LifeRecord life, TalkRecord talk, IReadOnlyList<CallRecord> calls)
    {
        if (!life.WasKilled && !talk.IsOver)
            yield return new Violation(Invariant.EndsOnce, $"{talk.Id} was never answered, or its answer never ended");
        // For a request that is not streamed, the time of its attempts does not count against the deadline.
        var uncounted = talk.Stream ? TimeSpan.Zero : calls.Aggregate(
            TimeSpan.Zero, (sum, call) => sum + ((call.EndedAt ?? call.At) - call.At));
        if (talk.AnsweredAt - talk.SentAt - uncounted > life.World.Walk.Deadline && !(talk.HungUpAt <= talk.AnsweredAt))
            yield return new Violation(
                Invariant.EndsInTime, $"{talk.Id} was answered {talk.AnsweredAt - talk.SentAt - uncounted} after it was sent");
        if (talk.HungUpAt is { } gone)
        {
            if (talk.AnsweredAt is null && !life.WasKilled)
                yield return new Violation(Invariant.HangUpEndsAtOnce, $"{talk.Id} hung up and its walk goes on");
            foreach (var call in calls.Where(call => call.At > gone || call.EndedAt > gone || (call.EndedAt is null && !life.WasKilled)))
                yield return new Violation(Invariant.HangUpEndsAtOnce,
                    $"{talk.Id} hung up at {gone:HH:mm:ss.fff}, and {call.Backend} was asked on");
        }
        if (talk.Kind is ReplyKind.Limit or ReplyKind.Key or ReplyKind.Overload || (talk.Status == 429 && talk.Code is null))
            yield return new Violation(Invariant.NoUpstreamTrouble, $"{talk.Id} was given the upstream's {talk.Status} ({talk.Kind})");
        foreach (var violation in (IEnumerable<Violation>)[.. Budget(life, talk, calls), .. Unasked(life, talk, calls)])
            yield return violation;
    }

    private static IEnumerable<Violation> Budget(LifeRecord life, TalkRecord talk, IReadOnlyList<CallRecord> calls)
    {
        var (walk, phases) = (life.World.Walk, life.Attempts.Where(a => a.Request == talk.Id).ToLookup(a => a.Phase));
        var backends = life.Catalogs.Max(c => c.Backends.Count) + life.Backends.Count;
        if (phases["routing"].Count() > walk.Routing.MaxAttempts || phases["primary-wait"].Count() > walk.PrimaryWait.MaxRetries
            || phases["emergency"].Count() > walk.Emergency.Rounds * backends
            || calls.Count(call => call.IsEmergency) > walk.Emergency.Rounds * backends)
            yield return new Violation(
                Invariant.Budget, $"{talk.Id} had {phases["routing"].Count()}, {phases["primary-wait"].Count()} and "
                    + $"{phases["emergency"].Count()} attempts");
        if (!calls.Select(call => call.Attempt).SequenceEqual(Enumerable.Range(1, calls.Count)))
            yield return new Violation(
                Invariant.Budget, $"{talk.Id}'s attempts are numbered {string.Join(",", calls.Select(call => call.Attempt))}");
    }

    // No client is told that all backends are exhausted while a healthy one without any limit was not even asked.
    private static IEnumerable<Violation> Unasked(LifeRecord life, TalkRecord talk, IReadOnlyList<CallRecord> calls)
    {
        if (talk.Code != Refusals.ExhaustedCode || life.World.Walk.Emergency.Rounds == 0 || talk.AnsweredAt is not { } at
            || at - talk.SentAt >= life.World.Walk.Deadline
            || calls.Count(call => !call.IsEmergency) >= life.World.Walk.Routing.MaxAttempts)
            yield break;
        foreach (var backend in life.Backends)
            if (life.Defined(backend.Id, talk.SentAt) is { Enabled: true, Rpm: 0, Tpm: 0, MaxConcurrency: 0 } before
                && ReferenceEquals(life.Defined(backend.Id, at), before)
                && before.Serves(talk.Model) && calls.All(call => call.Backend != backend.Id)
                    && IsWell(backend, talk.Model, talk.SentAt, at))
                yield return new Violation(Invariant.OthersAreAsked,
                    $"{talk.Id} was refused although {backend.Id} is well and was not asked: {life.Explain(talk.Id)}");
    }

    // Healthy means that it never met trouble in this process: after a rest, or where a limit is being learned, starts are let through one
    // by one.
    private static bool IsWell(BackendRecord backend, string model, DateTimeOffset from, DateTimeOffset to) =>
        backend.Start is { Limits.IsEmpty: true, Models.IsEmpty: true, Whole.IsForgettable: true } && !backend.Start.LacksModel(model, from)
            && !backend.Events.Any(e => e.At <= to);

    // A backend that was removed or disabled is sent nothing new; what had been granted before may still be sent at that same instant.
    private static IEnumerable<Violation> Outs(LifeRecord life)
    {
        foreach (var call in life.Calls)
            if (life.Defined(call.Backend, call.At) is not { Enabled: true } && life.Catalogs.All(c => c.At != call.At))
                yield return new Violation(Invariant.NotAskedWhenOut,
                    $"{call.Request} was sent to {call.Backend} at {call.At:HH:mm:ss.fff}, which is out");
    }
}
