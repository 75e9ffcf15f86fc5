using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Recorded facts, one kind after the other.</summary>
internal sealed partial class Replay
{
    private void Picked(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now) = (step.Fact!, step.At);
        Expect(step, walk, walk.Next.Need == Need.Pick);
        var own = request.IsOnRecord ? LoadsUnderTest(fact, walk.Model, now) : null;
        var loads = fact.Candidates is null ? [.. _r.Backends.Select(backend => LoadOf(_r, backend, walk.Model, now))]
            : RecordedLoads(fact);
        var computed = IdOf(_r, Pick(_r, walk, loads, now));
        if (fact.Candidates is null)
            _decisions.AddUnknown(DecisionKind.Pick, step);
        else
            _decisions.Compare(
                DecisionKind.Pick, computed == fact.Backend, step, () => $"computed {computed ?? "none"}, recorded "
                    + $"{fact.Backend ?? "none"}");
        if (own is not null)
        {
            var picked = IdOf(_c, Pick(_c, request.Walk, own, now));
            request.Walk.Picked(_c.Policy.Catalog.IndexOf((picked == computed ? fact.Backend : picked) ?? ""), now);
        }
        walk.Picked(_r.Policy.Catalog.IndexOf(fact.Backend ?? ""), now);
        KeepOrLeave(walk, request, now);
    }

    /// <summary>What the record noted where both worlds hold the backend to stand the same, and what the tested world says where
    /// not.</summary>
    private int[] LoadsUnderTest(StoredFact fact, string model, DateTimeOffset now) => [.. _c.Backends.Select(own =>
    {
        if (fact.Candidates?.TryGetValue(own.Definition.Id, out var noted) != true || _r.ReplayOf(own.Definition.Id) is not { } backend
            || !StandAlike(_r.StandingOf(backend, model, now), _c.StandingOf(own, model, now)))
            return LoadOf(_c, own, model, now);
        return fact.Candidates[own.Definition.Id].Load is { } load ? Math.Max(0, load + own.Limits.InFlight - backend.Limits.InFlight) : -1;
    })];

    // Until somebody leaves the record both queues are the record's, and nothing sets them apart but how soon they hear of a change.
    private bool StandAlike(Standing inRecord, Standing own) =>
        inRecord == own
            || (!_isApart && inRecord is (Standing.Eligible or Standing.Promised) && own is (Standing.Eligible or Standing.Promised));

    private static int LoadOf(ReplayedWorld world, BackendReplay backend, string model, DateTimeOffset now) =>
        world.StandingOf(backend, model, now) == Standing.Eligible ? backend.Limits.InFlight : -1;

    private void Leased(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now, backend) = (step.Fact!, step.At, _r.ReplayOf(step.Backend!)!);
        var (isEmergency, isGranted, recorded) =
            (fact.Phase == RequestPhase.Emergency, fact.Refusal == LeaseRefusal.None, _record.EventsOf(step));
        // Records from before rounds were noted say only whom each lease was asked of.
        var isUnordered = isEmergency && walk.Next.Need is Need.Round or Need.Offer;
        if (isUnordered)
            _decisions.AddUnknown(DecisionKind.Round, step);
        Expect(step, walk, isUnordered || (walk.Next.Need == Need.Lease && walk.NeededBackend == step.Backend));
        walk.AlignTo(backend);
        var query = walk.State.Query;
        var decided = AsLearned(fact, backend.Serving.Decide(query, now));
        if (request.IsOnRecord)
            LeaseUnderTest(step, request, decided, recorded);
        var isSame = decided.Refusal == fact.Refusal && (isGranted || decided.RetryAt == fact.RetryAt)
            && decided.Events.SequenceEqual(recorded)
                && (!isGranted || (fact.IsProbe == decided.IsProbe && fact.Epoch == backend.State.Epoch));
        if (!isSame && (step.IsBehindGap || fact.Place.Number == 0))
            _decisions.AddUnknown(DecisionKind.Lease, step);
        else
            _decisions.Compare(DecisionKind.Lease, isSame, step, () => $"computed {decided.Refusal} until {decided.RetryAt:O}, recorded "
                + $"{fact.Refusal} until {fact.RetryAt:O}; {Differing(decided.Events, recorded)}");
        _r.Apply(backend, recorded);
        if (isGranted)
        {
            backend.Grant(query, now);
            walk.Granted(backend, now);
        }
        else
            walk.Refused(backend, fact.Refusal, fact.RetryAt, now);
        KeepOrLeave(walk, request, now);
    }

    // What had been learnt of the upstream by then is observed: no policy changes the upstream.
    private static LeaseDecision AsLearned(StoredFact fact, LeaseDecision decided) =>
        decided.IsGranted && fact.Refusal is LeaseRefusal.LearnedLimit or LeaseRefusal.NamedLimit
            ? new LeaseDecision(fact.Refusal, fact.RetryAt, []) : decided;

    private void LeaseUnderTest(Step step, RequestReplay request, LeaseDecision inRecord, IReadOnlyList<IBackendEvent> recorded)
    {
        var (fact, now, walk, own) = (step.Fact!, step.At, request.Walk, _c.ReplayOf(step.Backend!)!);
        if (fact.Phase is { } phase)
            walk.Align(phase);
        walk.AlignTo(own);
        var query = walk.State.Query;
        var decided = AsLearned(fact, own.Serving.Decide(query, now));
        var isBelieved = decided.Refusal == inRecord.Refusal || fact.Refusal is LeaseRefusal.Fault or LeaseRefusal.Recovering;
        var refusal = isBelieved ? fact.Refusal : decided.Refusal;
        if (refusal != LeaseRefusal.None)
        {
            walk.Refused(own, refusal, isBelieved && decided.RetryAt == inRecord.RetryAt ? fact.RetryAt : decided.RetryAt, now);
            return;
        }
        Apply(own, decided.Events, inRecord.Events, recorded);
        own.Grant(query, now);
        walk.Granted(own, now);
        if (!isBelieved)
            Leave(request, now);
    }

    private void Answered(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now, backend, recorded) = (step.Fact!, step.At, _r.ReplayOf(step.Backend!)!, _record.EventsOf(step));
        Expect(step, walk, walk.Next.Need == Need.Answer);
        var (chance, computed) = Judge(step, backend, AttemptReports.AtAnswer(walk.FactsOf(step)), recorded);
        var status = fact.Verdict == AttemptVerdict.RateLimited;
        Count(_recorded, step.Walk!, figures => figures.Attempt(step.Backend!, status, Certainty.Observed));
        if (request.IsOnRecord && request.Walk.Asked is { } own)
        {
            Apply(own, own.Serving.Decide(AttemptReports.AtAnswer(request.Walk.FactsOf(step)), now, chance), computed, recorded);
            if (step.Returns)
                _c.Return(own, request.Walk.State.Lease, null);
            Count(_tested, step.Walk!, figures => figures.Attempt(step.Backend!, status, Certainty.Observed));
            request.Walk.Answered(fact.Verdict!.Value, fact.Error, fact.Status, fact.At);
        }
        _r.Apply(backend, recorded);
        if (step.Returns)
            _r.Return(backend, walk.State.Lease, null);
        walk.Answered(fact.Verdict!.Value, fact.Error, fact.Status, fact.At);
        KeepOrLeave(walk, request, now);
    }

    private (double Chance, IReadOnlyList<IBackendEvent> Computed) Judge(
        Step step, BackendReplay backend, AttemptReport? report, IReadOnlyList<IBackendEvent> recorded)
    {
        var chance = DrawnChance.Of(
            c => backend.Serving.Decide(report, step.At, c), recorded, _r.Policy.Cooldown.Jitter, $"{step.Walk!.RequestId}/{step.Attempt}");
        var computed = backend.Serving.Decide(report, step.At, chance);
        var isSame = computed.SequenceEqual(recorded) || (step.Placing == Placing.Clean && report?.Verdict == AttemptVerdict.Success);
        if (!isSame && step.Placing == Placing.Open && recorded.Count == 0)
            // Nothing was recorded behind it that would tell what state it met.
            _decisions.AddUnknown(DecisionKind.Outcome, step);
        else
            _decisions.Compare(DecisionKind.Outcome, isSame, step, () => Differing(computed, recorded));
        return (chance, computed);
    }

    private void RoundBegan(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now) = (step.Fact!, step.At);
        EndWait(step, walk, request);
        Expect(step, walk, walk.Next.Need == Need.Round);
        var computed = Ids(_r, EmergencyOrder.Of(RoundBoards.Noted(_r, fact), walk.Model, walk.State.Round!.Rejected, now));
        _decisions.Compare(DecisionKind.Round, computed.SequenceEqual(fact.Order!), step, () =>
            $"computed {string.Join(",", computed)}, recorded {string.Join(",", fact.Order!)}");
        // A wait that is longer under test has left the record by now or goes on; anything else must want its round as well.
        if (request.IsOnRecord && request.Walk.Next.Need == Need.Round)
        {
            var own = EmergencyOrder.Of(
                RoundBoards.UnderTest(_c, _r, fact, walk.Model, now), walk.Model, request.Walk.State.Round!.Rejected, now);
            // A backend that no policy defines cannot be asked.
            var recorded = fact.Order!.Select(_c.Policy.Catalog.IndexOf).Where(index => index >= 0);
            request.Walk.RoundBegan(Ids(_c, own).SequenceEqual(computed) ? [.. recorded] : own, now);
        }
        walk.RoundBegan([.. fact.Order!.Select(_r.Policy.Catalog.IndexOf)], now);
        KeepOrLeave(walk, request, now);
    }

    // Nobody notes that the time to wait is over; what follows shows it.
    private void EndWait(Step step, WalkReplay walk, RequestReplay request)
    {
        if (walk.Next.Need != Need.Offer)
            return;
        _decisions.Compare(
            DecisionKind.Wait, IsTimeOver(walk, step.At), step, () => $"it should have waited until {walk.State.Wait!.Until:O}");
        walk.TimeOver(step.At);
        if (!request.IsOnRecord)
            return;
        if (request.Walk.Next.Need == Need.Offer && IsTimeOver(request.Walk, step.At))
            request.Walk.TimeOver(step.At);
        KeepOrLeave(walk, request, step.At);
    }

    // Also by a clock that stepped back meanwhile: the timer that ends a wait goes by another.
    private static bool IsTimeOver(WalkReplay walk, DateTimeOffset now) =>
        walk.State.Wait is { } wait && (now >= wait.Until - Instant || now < wait.Began);

    private void Ended(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now) = (step.Fact!, step.At);
        var isGone = fact is { Status: 0, Code: RelayOutcomeNames.ClientGone };
        var isRelayed = walk.Next.Need == Need.Relay;
        if (isGone && !isRelayed)
        {
            walk.HungUp(now);
            if (request.IsOnRecord)
                request.Walk.HungUp(now);
        }
        else if (!isRelayed)
            EndWait(step, walk, request);
        isRelayed = walk.Next.Need == Need.Relay;
        var isExpected = isRelayed ? RelayOutcomeNames.FromWire(fact.Code) is not null : walk.EndsWith(fact.Status!.Value, fact.Code);
        var needed = walk.Next;
        _decisions.Compare(DecisionKind.End, isExpected, step, () => $"it should have ended as {needed}, not as {fact.Status} {fact.Code}");
        var attempt = isRelayed && step.Lease is not null ? _record.Attempts.GetValueOrDefault((step.Walk!.RequestId, step.Attempt)) : null;
        if (step.Lease is not null)
            EndRelay(step, walk, request, attempt);
        var by = isRelayed ? walk.Asked?.Definition.Id : null;
        Count(_recorded, step.Walk!, figures => figures.Ended(walk, by, fact.Status ?? 0, Certainty.Observed));
        if (!request.IsOnRecord || request.IsOver)
            return;
        request.IsOver = true;
        Count(_tested, step.Walk!, figures => figures.Ended(request.Walk, by, fact.Status ?? 0, Certainty.Observed));
    }

    private void EndRelay(Step step, WalkReplay walk, RequestReplay request, RecordedAttempt? attempt)
    {
        var (backend, recorded) = (_r.ReplayOf(step.Backend!)!, _record.EventsOf(step));
        var (chance, computed) = Judge(step, backend, AtEnd(walk, step), recorded);
        Count(_recorded, step.Walk!, figures => figures.Used(attempt?.Used, attempt?.Cost, Certainty.Observed));
        if (request.IsOnRecord && request.Walk.Asked is { } own)
        {
            Apply(own, own.Serving.Decide(AtEnd(request.Walk, step), step.At, chance), computed, recorded);
            _c.Return(own, request.Walk.State.Lease, attempt?.Used);
            Count(_tested, step.Walk!, figures => figures.Used(attempt?.Used, attempt?.Cost, Certainty.Observed));
        }
        _r.Apply(backend, recorded);
        _r.Return(backend, walk.State.Lease, attempt?.Used);
    }

    private static AttemptReport? AtEnd(WalkReplay walk, Step step) =>
        step.Fact!.Verdict is { } told ? AttemptReports.AfterError(walk.FactsOf(step), told, step.Fact.RetryAfterMs)
        : RelayOutcomeNames.FromWire(step.Fact.Code) is { } outcome ? AttemptReports.AtEnd(walk.FactsOf(step), outcome) : null;

    private static void Count(Figures figures, RecordedWalk walk, Action<Figures> count)
    {
        if (walk.IsCounted)
            count(figures);
    }

    private static string? IdOf(ReplayedWorld world, int index) => index < 0 ? null : world.Backends[index].Definition.Id;

    private static List<string> Ids(ReplayedWorld world, IReadOnlyList<int> order) =>
        [.. order.Select(i => world.Backends[i].Definition.Id)];
}
