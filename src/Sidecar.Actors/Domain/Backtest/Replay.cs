using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Backtest;

/// <summary>Replays a record in two worlds at once: one that is the record, and one under the policy under test.</summary>
/// <remarks>
/// Each recorded decision is computed in both. Where both come out the same, what happened happens in the second world too: its
/// outcome is observed. Where they differ, the request leaves the record and walks on its own, its calls answered by a model.
/// Under the policy that was in force no two decisions differ, so that the second world is the record again.
/// </remarks>
internal sealed partial class Replay
{
    // Within this, clocks of different threads do not tell what came first.
    internal static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(20);

    private readonly RecordedSteps _record;
    private readonly UpstreamModel _upstreams;
    private readonly ReplayedWorld _r;
    private readonly ReplayedWorld _c;
    private readonly Func<ReplayPolicy, ReplayPolicy> _candidate;
    private readonly Figures _recorded;
    private readonly Figures _tested;
    private readonly DecisionCounts _decisions;
    private readonly Dictionary<string, WalkReplay> _walks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RequestReplay> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<long, WalkReplay> _byTicket = [];
    private readonly Dictionary<long, RequestReplay> _requestsByTicket = [];

    public Replay(RecordedSteps record, Func<ReplayPolicy, ReplayPolicy> candidate, Figures recorded, Figures tested,
        DecisionCounts decisions)
    {
        (_record, _candidate, _recorded, _tested, _decisions) = (record, candidate, recorded, tested, decisions);
        _upstreams = new UpstreamModel(record.Steps);
        _r = new ReplayedWorld(record.History.Policy, record.StateBefore, hearsItself: false);
        _c = new ReplayedWorld(candidate(record.History.Policy), record.StateBefore, hearsItself: true);
        foreach (var (backend, past) in record.History.Before)
        {
            _r.ReplayOf(backend)?.Serving.Resume(past, record.History.BeforeAt);
            _c.ReplayOf(backend)?.Serving.Resume(past, record.History.BeforeAt);
        }
    }

    // Somebody has left the record.
    private bool _isApart;

    /// <summary>Requests that left the record.</summary>
    public int Left { get; private set; }

    public void Run()
    {
        foreach (var backend in _c.Backends)
            WatchExpiry(backend);
        foreach (var step in _record.Steps)
        {
            RunUntil(step.At);
            Follow(step);
            Offer(step.At);
        }
        RunUntil(DateTimeOffset.MaxValue);
        foreach (var request in _requests.Values.Where(request => !request.IsOver && !request.IsOnRecord))
            Finish(request, null, 0);
    }

    private void Follow(Step step)
    {
        // The record speaks of a backend that no policy in it defines: parts of it are missing.
        if ((step.Backend ?? step.Fact?.Backend) is { } backend && step.Kind != StepKind.Redefined && _r.ReplayOf(backend) is null)
        {
            _decisions.AddUnknown(DecisionKind.Order, step);
            _walks.Remove(step.Walk?.RequestId ?? "");
            return;
        }
        switch (step.Kind)
        {
            case StepKind.Expired:
                Expired(step);
                break;
            case StepKind.Untold:
                Untold(step);
                break;
            case StepKind.Left:
                _r.Queue.Leave(step.Ticket * TicketStep, step.IsServed);
                _waiting.Remove(step.Ticket * TicketStep);
                break;
            case StepKind.Refused:
                var (refusing, refused) = (_r.ReplayOf(step.Backend!)!.Index, step.Lease!.Fact!);
                _r.Queue.Refused(step.Ticket * TicketStep, refusing, refused.RetryAt,
                    RefusalScope.IsOfModel(refused.Refusal, _r.Policy.Catalog.Backends[refusing]));
                break;
            case StepKind.Changed:
                if (_r.ReplayOf(step.Backend!) is { } changed)
                    _r.Hear(changed, _record.StateBehind(step.Backend!, step.Heard));
                break;
            case StepKind.LostOffer:
                LostOffer(step);
                break;
            case StepKind.Replaced:
                _r.Become(_record.History.Changes[step.Change].Policy);
                foreach (var added in _c.Become(_candidate(_record.History.Changes[step.Change].Policy)))
                    WatchExpiry(added);
                break;
            case StepKind.Redefined:
                _r.Redefine(step.Backend!, _record.History.Changes[step.Change].Policy, step.At);
                _c.Redefine(step.Backend!, _candidate(_record.History.Changes[step.Change].Policy), step.At);
                break;
            default:
                if (step.Fact!.Kind == "arrived")
                    Arrived(step);
                else if (_walks.TryGetValue(step.Walk!.RequestId, out var walk))
                    Told(step, walk, _requests[step.Walk.RequestId]);
                break;
        }
    }

    private void Told(Step step, WalkReplay walk, RequestReplay request)
    {
        switch (step.Fact!.Kind)
        {
            case "picked":
                Picked(step, walk, request);
                break;
            case "lease":
                Leased(step, walk, request);
                break;
            case "answered":
                Answered(step, walk, request);
                break;
            case "queued" or "full":
                Joined(step, walk, request);
                break;
            case "foregone":
                Foregone(step, walk, request);
                break;
            case "woken":
                Woken(step, walk, request);
                break;
            case "round":
                RoundBegan(step, walk, request);
                break;
            case "ended":
                Ended(step, walk, request);
                break;
            default:
                // A kind that a later version introduced: what it meant is not known here.
                _decisions.AddUnknown(DecisionKind.Move, step);
                break;
        }
    }

    private void Arrived(Step step)
    {
        var (walk, request) = (new WalkReplay(_r, step.Walk!), new RequestReplay(new WalkReplay(_c, step.Walk!)));
        _walks[step.Walk!.RequestId] = walk;
        _requests[step.Walk.RequestId] = request;
        walk.Begin(step.At);
        request.Walk.Begin(step.At);
        KeepOrLeave(walk, request, step.At);
    }

    /// <summary>What the walk was found to want is compared with what it did.</summary>
    private void Expect(Step step, WalkReplay walk, bool isAsWanted)
    {
        var needed = walk.Next;
        if (!isAsWanted && walk.IsNearABound(step.At))
            _decisions.AddTied(DecisionKind.Move, step);
        else
            _decisions.Compare(
                DecisionKind.Move, isAsWanted, step, () => $"it should have gone on to {needed}, not to {step.Fact!.Kind} "
                    + $"{step.Fact.Backend}");
        if (step.Fact!.Phase is { } phase)
            walk.Align(phase);
    }

    private void KeepOrLeave(WalkReplay walk, RequestReplay request, DateTimeOffset now)
    {
        if (request.IsOnRecord && !request.Walk.NeedsAs(walk))
            Leave(request, now);
    }

    /// <summary>Applies events in the tested world: the recorded ones where it came to the same as the record's world.</summary>
    private void Apply(
        BackendReplay backend, IReadOnlyList<IBackendEvent> own, IReadOnlyList<IBackendEvent> inRecord,
        IReadOnlyList<IBackendEvent> recorded)
    {
        var events = own.SequenceEqual(inRecord) ? recorded : own;
        if (events.Count == 0)
            return;
        _c.Apply(backend, events);
        WatchExpiry(backend);
    }

    private void Expired(Step step)
    {
        var (backend, recorded) = (_r.ReplayOf(step.Backend!)!, _record.EventsOf(step));
        var computed = backend.Serving.Expire(step.At);
        _decisions.Compare(DecisionKind.Expiry, computed.SequenceEqual(recorded), step, () => Differing(computed, recorded));
        if (_c.ReplayOf(step.Backend!) is { } own)
            Apply(own, own.Serving.Expire(step.At), computed, recorded);
        _r.Apply(backend, recorded);
    }

    private void Untold(Step step)
    {
        var (backend, recorded) = (_r.ReplayOf(step.Backend!)!, _record.EventsOf(step));
        // An operator's word is no decision, and neither is what was learnt of a limit: both came as they are recorded.
        if (!recorded.All(e => InferredEvents.IsOfOperator(e) || e is CooldownEvents.V1.LimitLearned))
            _decisions.AddUnknown(DecisionKind.Outcome, step);
        if (_c.ReplayOf(step.Backend!) is { } own)
        {
            var chance = DrawnChance.Any($"{step.Backend}/{step.FirstEvent}");
            foreach (var happened in recorded)
                Apply(own, InferredEvents.EventsOf(own, _c.Policy, happened, chance),
                    InferredEvents.EventsOf(backend, _r.Policy, happened, chance), [happened]);
        }
        _r.Apply(backend, recorded);
    }

    private static string Differing(IReadOnlyList<IBackendEvent> computed, IReadOnlyList<IBackendEvent> recorded) =>
        $"computed [{string.Join(", ", computed)}], recorded [{string.Join(", ", recorded)}]";

    private int[] RecordedLoads(Walk.StoredFact fact) =>
        [.. _r.Backends.Select(backend => fact.Candidates!.GetValueOrDefault(backend.Definition.Id).Load ?? -1)];

    private static int Pick(ReplayedWorld world, WalkReplay walk, int[] loads, DateTimeOffset now) => RoutePick.Pick(
        world.Open, loads, world.Policy.Walk.Routing.Strategy,
            new PickQuery(walk.Model, walk.State.Excluded, now, walk.Recorded.Arrived.RequestNumber, walk.State.Draw)
            {
                Ask = walk.State.Request.Ask,
                Preferred = RoutePick.PreferredOf(walk.State.Request.Prefers, world.Policy.Walk.Routing, world.Open.Catalog),
            });
}
