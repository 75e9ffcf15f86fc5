using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Handles the recorded facts of a walk, one method for each kind.</summary>
internal sealed partial class Replay
{
    private void Arrived(Step step)
    {
        var walk = _walks[step.Walk!.RequestId] = new WalkReplay(_world, step.Walk);
        var seen = _world.SeenBy(step.Walk.FirstPick, step.Walk.Model, step.At);
        walk.Hear((state, _) => WalkDecisions.Begin(state.Request, seen), step.At);
    }

    private void Picked(Step step, WalkReplay walk)
    {
        var fact = step.Fact!;
        Expect(step, walk, walk.Next.Need == Need.Pick);
        if (fact.Candidates is not { } noted)
            _decisions.Add(DecisionKind.Pick, step, Finding.Unknown);
        else
        {
            int[] loads = [.. _world.Backends.Select(backend => noted.GetValueOrDefault(backend.Definition.Id).Load ?? -1)];
            var computed = _world.IdOf(WalkLooks.Pick(walk.State, loads, _world.OpenAt(step.At)));
            _decisions.Compare(DecisionKind.Pick, computed == fact.Backend, step,
                () => $"computed {computed ?? "none"}, recorded {fact.Backend ?? "none"}");
        }
        walk.Hear((state, at) => WalkDecisions.Picked(state, _world.IndexOf(fact.Backend), at), step.At);
    }

    private void Leased(Step step, WalkReplay walk)
    {
        var (fact, now, backend, index) = (step.Fact!, step.At, _world.Find(step.Backend)!, _world.IndexOf(step.Backend));
        var (isGranted, recorded) = (fact.Refusal == LeaseRefusal.None, _record.EventsOf(step));
        // Records from before rounds were recorded say only which backend was asked for each lease.
        var isUnordered = fact.Phase == RequestPhase.Emergency && walk.Next.Need is Need.Round or Need.Offer;
        if (isUnordered)
            _decisions.Add(DecisionKind.Round, step, Finding.Unknown);
        Expect(step, walk, isUnordered || (walk.Next.Need == Need.Lease && walk.Next.Backend == index));
        walk.AlignTo(index);
        var query = walk.State.Query;
        var decided = AsLearned(fact, backend.Decide(query, now));
        var isSame = decided.Refusal == fact.Refusal && decided.Events.SequenceEqual(recorded)
            && (isGranted ? fact.IsProbe == decided.IsProbe && fact.Epoch == backend.State.Epoch : decided.RetryAt == fact.RetryAt);
        _decisions.Compare(DecisionKind.Lease, isSame, step,
            () => $"computed {decided.Refusal} until {decided.RetryAt:O}, recorded {fact.Refusal} until {fact.RetryAt:O}; "
                + Differing(decided.Events, recorded),
            step.IsBehindGap || fact.Place.Number == 0 || IsCut(step, decided.Events, recorded) ? Finding.Unknown : Finding.Different);
        Apply(step);
        if (isGranted)
        {
            backend.Grant(query, now);
            walk.Grant(backend.State, now);
        }
        else
            walk.Hear((state, at) => WalkDecisions.Refused(state, at), now);
    }

    // Its events would have been the last ones, and a kill kept them from the disk; then what they lead to is unknown, too.
    private static bool IsCut(Step lease, IReadOnlyList<IBackendEvent> computed, IReadOnlyList<IBackendEvent> recorded) =>
        lease.IsBehindGap = lease.IsBehindGap || (lease.MayBeCut && recorded.Count == 0 && computed.Count > 0);

    // What had been learnt about the upstream by then is taken from the record.
    private static LeaseDecision AsLearned(StoredFact fact, LeaseDecision decided) =>
        decided.IsGranted && fact.Refusal is LeaseRefusal.LearnedLimit or LeaseRefusal.NamedLimit
            ? new LeaseDecision(fact.Refusal, fact.RetryAt, []) : decided;

    private void Answered(Step step, WalkReplay walk)
    {
        var (fact, lease) = (step.Fact!, walk.State.Lease);
        Expect(step, walk, walk.Next.Need == Need.Answer);
        Judge(step, AttemptReports.AtAnswer(walk.FactsOf(step)));
        if (step.Returns)
            _world.Find(step.Backend)!.Return(lease, null, out _);
        walk.Hear((state, at) => WalkDecisions.Answered(state, fact.Verdict!.Value, fact.Error, at), fact.At);
    }

    private void Judge(Step step, AttemptReport? report)
    {
        var (backend, recorded) = (_world.Find(step.Backend)!, _record.EventsOf(step));
        var chance = DrawnChance.Of(
            c => backend.Decide(report, step.At, c), recorded, _world.Policy.Cooldown.Jitter, $"{step.Walk!.RequestId}/{step.Attempt}");
        var computed = backend.Decide(report, step.At, chance);
        // This count was not written to the journal, because another had been written within the same second.
        if (recorded.Count == 0 && step.Placing == Placing.Known && backend.Told(computed, step.At).Count == 0)
        {
            backend.Count(computed);
            recorded = computed;
        }
        var isSame = computed.SequenceEqual(recorded) || (step.Placing == Placing.Clean && report?.Verdict == AttemptVerdict.Success);
        // Unknown if nothing was recorded afterwards that would show which state the report met, or if something before it is missing.
        _decisions.Compare(DecisionKind.Outcome, isSame, step, () => Differing(computed, recorded),
            (step.Placing == Placing.Open && recorded.Count == 0) || step.IsBehindGap || step.Lease?.IsBehindGap == true
                ? Finding.Unknown : Finding.Different);
        Apply(step);
    }

    private void RoundBegan(Step step, WalkReplay walk)
    {
        var fact = step.Fact!;
        EndWait(step, walk);
        Expect(step, walk, walk.Next.Need == Need.Round);
        var computed = WalkLooks.RoundOrder(walk.State, _world.NotedAt(fact, walk.State.Request.Model)).Select(_world.IdOf).ToList();
        _decisions.Compare(DecisionKind.Round, computed.SequenceEqual(fact.Order!), step, () =>
            $"computed {string.Join(",", computed)}, recorded {string.Join(",", fact.Order!)}");
        walk.Hear((state, at) => WalkDecisions.RoundBegan(state, [.. fact.Order!.Select(_world.IndexOf)], at), step.At);
    }

    private void Ended(Step step, WalkReplay walk)
    {
        var (fact, lease) = (step.Fact!, walk.State.Lease);
        if (walk.Next.Need != Need.Relay && fact is { Status: 0, Code: RelayOutcomeNames.ClientGone })
            walk.Hear((state, at) => WalkDecisions.HungUp(state, at), step.At);
        else if (walk.Next.Need != Need.Relay)
            EndWait(step, walk);
        var needed = walk.Next;
        var isExpected = needed.Need == Need.Relay ? RelayOutcomeNames.FromWire(fact.Code) is not null
            : walk.EndsWith(fact.Status!.Value, fact.Code);
        _decisions.Compare(DecisionKind.End, isExpected, step, () => $"it should have ended as {needed}, not as {fact.Status} {fact.Code}");
        if (step.Lease is null)
            return;
        var attempt = needed.Need == Need.Relay ? _record.Attempts.GetValueOrDefault((step.Walk!.RequestId, step.Attempt)) : null;
        Judge(step, AtEnd(walk.FactsOf(step), fact));
        _world.Find(step.Backend)!.Return(lease, attempt?.Used, out _);
    }

    private static AttemptReport? AtEnd(AttemptFacts attempt, StoredFact ended) =>
        ended.Verdict is { } told ? AttemptReports.AfterError(attempt, told, ended.RetryAfterMs)
        : RelayOutcomeNames.FromWire(ended.Code) is { } outcome ? AttemptReports.AtEnd(attempt, outcome) : null;
}
