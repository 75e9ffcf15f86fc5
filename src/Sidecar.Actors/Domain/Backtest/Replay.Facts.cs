using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Recorded facts, one kind after the other.</summary>
internal sealed partial class Replay
{
    private void Picked(Op op, Walker walker, Rider rider)
    {
        var (fact, now) = (op.Fact!, op.At);
        Expect(op, walker, walker.Next.Need == Need.Pick);
        var own = rider.IsOnRecord ? LoadsUnderTest(fact, walker.Model, now) : null;
        var loads = fact.Candidates is null ? [.. _r.Lanes.Select(lane => LoadOf(_r, lane, walker.Model, now))] : RecordedLoads(fact);
        var computed = IdOf(_r, Pick(_r, walker, loads, now));
        if (fact.Candidates is null)
            _decisions.AddUnknown(DecisionKind.Pick, op);
        else
            _decisions.Compare(
                DecisionKind.Pick, computed == fact.Backend, op, () => $"computed {computed ?? "none"}, recorded {fact.Backend ?? "none"}");
        if (own is not null)
        {
            var picked = IdOf(_c, Pick(_c, rider.Walker, own, now));
            rider.Walker.Picked(_c.Policy.Catalog.IndexOf((picked == computed ? fact.Backend : picked) ?? ""), now);
        }
        walker.Picked(_r.Policy.Catalog.IndexOf(fact.Backend ?? ""), now);
        KeepOrLeave(walker, rider, now);
    }

    /// <summary>What the record noted where both worlds hold the backend to stand the same, and what the tested world says where
    /// not.</summary>
    private int[] LoadsUnderTest(StoredFact fact, string model, DateTimeOffset now) => [.. _c.Lanes.Select(own =>
    {
        if (fact.Candidates?.TryGetValue(own.Backend.Id, out var noted) != true || _r.LaneOf(own.Backend.Id) is not { } lane
            || !StandAlike(_r.StandingOf(lane, model, now), _c.StandingOf(own, model, now)))
            return LoadOf(_c, own, model, now);
        return fact.Candidates[own.Backend.Id].Load is { } load ? Math.Max(0, load + own.Limits.InFlight - lane.Limits.InFlight) : -1;
    })];

    // Until somebody leaves the record both queues are the record's, and nothing sets them apart but how soon they hear of a change.
    private bool StandAlike(Standing inRecord, Standing own) =>
        inRecord == own
            || (!_isApart && inRecord is (Standing.Eligible or Standing.Promised) && own is (Standing.Eligible or Standing.Promised));

    private static int LoadOf(ReplayedWorld world, Lane lane, string model, DateTimeOffset now) =>
        world.StandingOf(lane, model, now) == Standing.Eligible ? lane.Limits.InFlight : -1;

    private void Leased(Op op, Walker walker, Rider rider)
    {
        var (fact, now, lane) = (op.Fact!, op.At, _r.LaneOf(op.Backend!)!);
        var (isEmergency, isGranted, recorded) =
            (fact.Phase == RequestPhase.Emergency, fact.Refusal == LeaseRefusal.None, _record.EventsOf(op));
        // Records from before rounds were noted say only whom each lease was asked of.
        var isUnordered = isEmergency && walker.Next.Need is Need.Round or Need.Offer;
        if (isUnordered)
            _decisions.AddUnknown(DecisionKind.Round, op);
        Expect(op, walker, isUnordered || (walker.Next.Need == Need.Lease && walker.NeededBackend == op.Backend));
        walker.AlignTo(lane);
        var query = walker.State.Query;
        var decided = AsLearned(fact, lane.Serving.Decide(query, now));
        if (rider.IsOnRecord)
            LeaseUnderTest(op, rider, decided, recorded);
        var isSame = decided.Refusal == fact.Refusal && (isGranted || decided.RetryAt == fact.RetryAt)
            && decided.Events.SequenceEqual(recorded)
                && (!isGranted || (fact.IsProbe == decided.IsProbe && fact.Epoch == lane.State.Epoch));
        if (!isSame && (op.IsBehindGap || fact.Place.Number == 0))
            _decisions.AddUnknown(DecisionKind.Lease, op);
        else
            _decisions.Compare(DecisionKind.Lease, isSame, op, () => $"computed {decided.Refusal} until {decided.RetryAt:O}, recorded {fact.Refusal} until {fact.RetryAt:O}; {Differing(decided.Events, recorded)}");
        _r.Apply(lane, recorded);
        if (isGranted)
        {
            lane.Grant(query, now);
            walker.Granted(lane, now);
        }
        else
            walker.Refused(lane, fact.Refusal, fact.RetryAt, now);
        KeepOrLeave(walker, rider, now);
    }

    // What had been learnt of the upstream by then is observed: no policy changes the upstream.
    private static LeaseDecision AsLearned(StoredFact fact, LeaseDecision decided) =>
        decided.IsGranted && fact.Refusal == LeaseRefusal.LearnedLimit ? new LeaseDecision(LeaseRefusal.LearnedLimit, fact.RetryAt, [])
            : decided;

    private void LeaseUnderTest(Op op, Rider rider, LeaseDecision inRecord, IReadOnlyList<IBackendEvent> recorded)
    {
        var (fact, now, walker, own) = (op.Fact!, op.At, rider.Walker, _c.LaneOf(op.Backend!)!);
        if (fact.Phase is { } phase)
            walker.Align(phase);
        walker.AlignTo(own);
        var query = walker.State.Query;
        var decided = AsLearned(fact, own.Serving.Decide(query, now));
        var isBelieved = decided.Refusal == inRecord.Refusal || fact.Refusal is LeaseRefusal.Fault or LeaseRefusal.Recovering;
        var refusal = isBelieved ? fact.Refusal : decided.Refusal;
        if (refusal != LeaseRefusal.None)
        {
            walker.Refused(own, refusal, isBelieved && decided.RetryAt == inRecord.RetryAt ? fact.RetryAt : decided.RetryAt, now);
            return;
        }
        Apply(own, decided.Events, inRecord.Events, recorded);
        own.Grant(query, now);
        walker.Granted(own, now);
        if (!isBelieved)
            Leave(rider, now);
    }

    private void Answered(Op op, Walker walker, Rider rider)
    {
        var (fact, now, lane, recorded) = (op.Fact!, op.At, _r.LaneOf(op.Backend!)!, _record.EventsOf(op));
        Expect(op, walker, walker.Next.Need == Need.Answer);
        var (chance, computed) = Judge(op, lane, AttemptReports.AtAnswer(walker.FactsOf(op)), recorded);
        var status = fact.Verdict == AttemptVerdict.RateLimited;
        Count(_recorded, op.Walk!, figures => figures.Attempt(op.Backend!, status, Certainty.Observed));
        if (rider.IsOnRecord && rider.Walker.Lane is { } own)
        {
            Apply(own, own.Serving.Decide(AttemptReports.AtAnswer(rider.Walker.FactsOf(op)), now, chance), computed, recorded);
            if (op.Returns)
                _c.Return(own, rider.Walker.State.Lease, null);
            Count(_tested, op.Walk!, figures => figures.Attempt(op.Backend!, status, Certainty.Observed));
            rider.Walker.Answered(fact.Verdict!.Value, fact.Error, fact.Status, fact.At);
        }
        _r.Apply(lane, recorded);
        if (op.Returns)
            _r.Return(lane, walker.State.Lease, null);
        walker.Answered(fact.Verdict!.Value, fact.Error, fact.Status, fact.At);
        KeepOrLeave(walker, rider, now);
    }

    private (double Chance, IReadOnlyList<IBackendEvent> Computed) Judge(
        Op op, Lane lane, AttemptReport? report, IReadOnlyList<IBackendEvent> recorded)
    {
        var chance = DrawnChance.Of(
            c => lane.Serving.Decide(report, op.At, c), recorded, _r.Policy.Cooldown.Jitter, $"{op.Walk!.RequestId}/{op.Attempt}");
        var computed = lane.Serving.Decide(report, op.At, chance);
        var isSame = computed.SequenceEqual(recorded) || (op.Placing == Placing.Clean && report?.Verdict == AttemptVerdict.Success);
        if (!isSame && op.Placing == Placing.Open && recorded.Count == 0)
            // Nothing was recorded behind it that would tell what state it met.
            _decisions.AddUnknown(DecisionKind.Outcome, op);
        else
            _decisions.Compare(DecisionKind.Outcome, isSame, op, () => Differing(computed, recorded));
        return (chance, computed);
    }

    private void RoundBegan(Op op, Walker walker, Rider rider)
    {
        var (fact, now) = (op.Fact!, op.At);
        EndWait(op, walker, rider);
        Expect(op, walker, walker.Next.Need == Need.Round);
        var computed = Ids(_r, EmergencyOrder.Of(RoundBoards.Noted(_r, fact), walker.Model, walker.State.Round!.Rejected, now));
        _decisions.Compare(DecisionKind.Round, computed.SequenceEqual(fact.Order!), op, () =>
            $"computed {string.Join(",", computed)}, recorded {string.Join(",", fact.Order!)}");
        // A wait that is longer under test has left the record by now or goes on; anything else must want its round as well.
        if (rider.IsOnRecord && rider.Walker.Next.Need == Need.Round)
        {
            var own = EmergencyOrder.Of(
                RoundBoards.UnderTest(_c, _r, fact, walker.Model, now), walker.Model, rider.Walker.State.Round!.Rejected, now);
            // A backend that no policy defines cannot be asked.
            var recorded = fact.Order!.Select(_c.Policy.Catalog.IndexOf).Where(index => index >= 0);
            rider.Walker.RoundBegan(Ids(_c, own).SequenceEqual(computed) ? [.. recorded] : own, now);
        }
        walker.RoundBegan([.. fact.Order!.Select(_r.Policy.Catalog.IndexOf)], now);
        KeepOrLeave(walker, rider, now);
    }

    // Nobody notes that the time to wait is over; what follows shows it.
    private void EndWait(Op op, Walker walker, Rider rider)
    {
        if (walker.Next.Need != Need.Offer)
            return;
        _decisions.Compare(
            DecisionKind.Wait, IsTimeOver(walker, op.At), op, () => $"it should have waited until {walker.State.Wait!.Until:O}");
        walker.TimeOver(op.At);
        if (!rider.IsOnRecord)
            return;
        if (rider.Walker.Next.Need == Need.Offer && IsTimeOver(rider.Walker, op.At))
            rider.Walker.TimeOver(op.At);
        KeepOrLeave(walker, rider, op.At);
    }

    // Also by a clock that stepped back meanwhile: the timer that ends a wait goes by another.
    private static bool IsTimeOver(Walker walker, DateTimeOffset now) =>
        walker.State.Wait is { } wait && (now >= wait.Until - Instant || now < wait.Began);

    private void Ended(Op op, Walker walker, Rider rider)
    {
        var (fact, now) = (op.Fact!, op.At);
        var isGone = fact is { Status: 0, Code: RelayOutcomeNames.ClientGone };
        var isRelayed = walker.Next.Need == Need.Relay;
        if (isGone && !isRelayed)
        {
            walker.HungUp(now);
            if (rider.IsOnRecord)
                rider.Walker.HungUp(now);
        }
        else if (!isRelayed)
            EndWait(op, walker, rider);
        isRelayed = walker.Next.Need == Need.Relay;
        var isExpected = isRelayed ? RelayOutcomeNames.FromWire(fact.Code) is not null : walker.EndsWith(fact.Status!.Value, fact.Code);
        var needed = walker.Next;
        _decisions.Compare(DecisionKind.End, isExpected, op, () => $"it should have ended as {needed}, not as {fact.Status} {fact.Code}");
        var attempt = isRelayed && op.Lease is not null ? _record.Attempts.GetValueOrDefault((op.Walk!.RequestId, op.Attempt)) : null;
        if (op.Lease is not null)
            EndRelay(op, walker, rider, attempt);
        var by = isRelayed ? walker.Lane?.Backend.Id : null;
        Count(_recorded, op.Walk!, figures => figures.Ended(walker, by, fact.Status ?? 0, Certainty.Observed));
        if (!rider.IsOnRecord || rider.IsOver)
            return;
        rider.IsOver = true;
        Count(_tested, op.Walk!, figures => figures.Ended(rider.Walker, by, fact.Status ?? 0, Certainty.Observed));
    }

    private void EndRelay(Op op, Walker walker, Rider rider, RecordedAttempt? attempt)
    {
        var (lane, recorded) = (_r.LaneOf(op.Backend!)!, _record.EventsOf(op));
        var (chance, computed) = Judge(op, lane, AtEnd(walker, op), recorded);
        Count(_recorded, op.Walk!, figures => figures.Used(attempt?.Used, attempt?.Cost, Certainty.Observed));
        if (rider.IsOnRecord && rider.Walker.Lane is { } own)
        {
            Apply(own, own.Serving.Decide(AtEnd(rider.Walker, op), op.At, chance), computed, recorded);
            _c.Return(own, rider.Walker.State.Lease, attempt?.Used);
            Count(_tested, op.Walk!, figures => figures.Used(attempt?.Used, attempt?.Cost, Certainty.Observed));
        }
        _r.Apply(lane, recorded);
        _r.Return(lane, walker.State.Lease, attempt?.Used);
    }

    private static AttemptReport? AtEnd(Walker walker, Op op) =>
        op.Fact!.Verdict is { } told ? AttemptReports.AfterError(walker.FactsOf(op), told, op.Fact.RetryAfterMs)
        : RelayOutcomeNames.FromWire(op.Fact.Code) is { } outcome ? AttemptReports.AtEnd(walker.FactsOf(op), outcome) : null;

    private static void Count(Figures figures, RecordedWalk walk, Action<Figures> count)
    {
        if (walk.IsCounted)
            count(figures);
    }

    private static string? IdOf(ReplayedWorld world, int index) => index < 0 ? null : world.Lanes[index].Backend.Id;

    private static List<string> Ids(ReplayedWorld world, IReadOnlyList<int> order) => [.. order.Select(i => world.Lanes[i].Backend.Id)];
}
