using Sidecar.Domain.Cooldowns;
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

    private readonly Record _record;
    private readonly ReplayedWorld _r;
    private readonly ReplayedWorld _c;
    private readonly Func<ReplayPolicy, ReplayPolicy> _candidate;
    private readonly Figures _recorded;
    private readonly Figures _tested;
    private readonly DecisionCounts _decisions;
    private readonly Dictionary<string, Walker> _walkers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rider> _riders = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Walker> _byTicket = [];
    private readonly Dictionary<long, Rider> _ridersByTicket = [];

    public Replay(Record record, Func<ReplayPolicy, ReplayPolicy> candidate, Figures recorded, Figures tested, DecisionCounts decisions)
    {
        (_record, _candidate, _recorded, _tested, _decisions) = (record, candidate, recorded, tested, decisions);
        _r = new ReplayedWorld(record.History.Policy, record.StateBefore, hearsItself: false);
        _c = new ReplayedWorld(candidate(record.History.Policy), record.StateBefore, hearsItself: true);
    }

    // Somebody has left the record.
    private bool _isApart;

    /// <summary>Requests that left the record.</summary>
    public int Left { get; private set; }

    public void Run()
    {
        foreach (var lane in _c.Lanes)
            WatchExpiry(lane);
        foreach (var op in _record.Ops)
        {
            RunUntil(op.At);
            Step(op);
            Offer(op.At);
        }
        RunUntil(DateTimeOffset.MaxValue);
        foreach (var rider in _riders.Values.Where(rider => !rider.IsOver && !rider.IsOnRecord))
            Finish(rider, null, 0);
    }

    private void Step(Op op)
    {
        // The record speaks of a backend that no policy in it defines: parts of it are missing.
        if ((op.Backend ?? op.Fact?.Backend) is { } backend && op.Kind != OpKind.Redefined && _r.LaneOf(backend) is null)
        {
            _decisions.AddUnknown(DecisionKind.Order, op);
            _walkers.Remove(op.Walk?.RequestId ?? "");
            return;
        }
        switch (op.Kind)
        {
            case OpKind.Expired:
                Expired(op);
                break;
            case OpKind.Untold:
                Untold(op);
                break;
            case OpKind.Left:
                _r.Queue.Leave(op.Ticket * TicketStep);
                _waiting.Remove(op.Ticket * TicketStep);
                break;
            case OpKind.Refused:
                _r.Queue.Refused(op.Ticket * TicketStep, _r.LaneOf(op.Backend!)!.Index, op.Lease!.Fact!.RetryAt);
                break;
            case OpKind.Changed:
                if (_r.LaneOf(op.Backend!) is { } changed)
                    _r.Hear(changed, _record.StateBehind(op.Backend!, op.Heard));
                break;
            case OpKind.LostOffer:
                LostOffer(op);
                break;
            case OpKind.Replaced:
                _r.Become(_record.History.Changes[op.Change].Policy);
                foreach (var lane in _c.Become(_candidate(_record.History.Changes[op.Change].Policy)))
                    WatchExpiry(lane);
                break;
            case OpKind.Redefined:
                _r.Redefine(op.Backend!, _record.History.Changes[op.Change].Policy, op.At);
                _c.Redefine(op.Backend!, _candidate(_record.History.Changes[op.Change].Policy), op.At);
                break;
            default:
                if (op.Fact!.Kind == "arrived")
                    Arrived(op);
                else if (_walkers.TryGetValue(op.Walk!.RequestId, out var walker))
                    Told(op, walker, _riders[op.Walk.RequestId]);
                break;
        }
    }

    private void Told(Op op, Walker walker, Rider rider)
    {
        switch (op.Fact!.Kind)
        {
            case "picked":
                Picked(op, walker, rider);
                break;
            case "lease":
                Leased(op, walker, rider);
                break;
            case "answered":
                Answered(op, walker, rider);
                break;
            case "queued" or "full":
                Joined(op, walker, rider);
                break;
            case "woken":
                Woken(op, walker, rider);
                break;
            case "round":
                RoundBegan(op, walker, rider);
                break;
            case "ended":
                Ended(op, walker, rider);
                break;
            default:
                // A kind that a later version introduced: what it meant is not known here.
                _decisions.AddUnknown(DecisionKind.Move, op);
                break;
        }
    }

    private void Arrived(Op op)
    {
        var (walker, rider) = (new Walker(_r, op.Walk!), new Rider(new Walker(_c, op.Walk!)));
        _walkers[op.Walk!.RequestId] = walker;
        _riders[op.Walk.RequestId] = rider;
        walker.Begin(op.At);
        rider.Walker.Begin(op.At);
        KeepOrLeave(walker, rider, op.At);
    }

    /// <summary>What the walk was found to want is compared with what it did.</summary>
    private void Expect(Op op, Walker walker, bool isAsWanted)
    {
        var needed = walker.Next;
        if (!isAsWanted && walker.IsNearABound(op.At))
            _decisions.AddTied(DecisionKind.Move, op);
        else
            _decisions.Compare(
                DecisionKind.Move, isAsWanted, op, () => $"it should have gone on to {needed}, not to {op.Fact!.Kind} {op.Fact.Backend}");
        if (op.Fact!.Phase is { } phase)
            walker.Align(phase);
    }

    private void KeepOrLeave(Walker walker, Rider rider, DateTimeOffset now)
    {
        if (rider.IsOnRecord && !rider.Walker.NeedsAs(walker))
            Leave(rider, now);
    }

    /// <summary>Applies events in the tested world: the recorded ones where it came to the same as the record's world.</summary>
    private void Apply(
        Lane lane, IReadOnlyList<IBackendEvent> own, IReadOnlyList<IBackendEvent> inRecord, IReadOnlyList<IBackendEvent> recorded)
    {
        var events = own.SequenceEqual(inRecord) ? recorded : own;
        if (events.Count == 0)
            return;
        _c.Apply(lane, events);
        WatchExpiry(lane);
    }

    private void Expired(Op op)
    {
        var (lane, recorded) = (_r.LaneOf(op.Backend!)!, _record.EventsOf(op));
        var computed = lane.Serving.Expire(op.At);
        _decisions.Compare(DecisionKind.Expiry, computed.SequenceEqual(recorded), op, () => Differing(computed, recorded));
        if (_c.LaneOf(op.Backend!) is { } own)
            Apply(own, own.Serving.Expire(op.At), computed, recorded);
        _r.Apply(lane, recorded);
    }

    private void Untold(Op op)
    {
        var (lane, recorded) = (_r.LaneOf(op.Backend!)!, _record.EventsOf(op));
        // An operator's word is no decision, and neither is what was learnt of a limit: both came as they are recorded.
        if (!recorded.All(e => Surmise.IsOfOperator(e) || e is CooldownEvents.V1.LimitLearned))
            _decisions.AddUnknown(DecisionKind.Outcome, op);
        if (_c.LaneOf(op.Backend!) is { } own)
        {
            var chance = DrawnChance.Any($"{op.Backend}/{op.FirstEvent}");
            foreach (var happened in recorded)
                Apply(own, Surmise.EventsOf(own, _c.Policy, happened, chance), Surmise.EventsOf(lane, _r.Policy, happened, chance),
                    [happened]);
        }
        _r.Apply(lane, recorded);
    }

    private static string Differing(IReadOnlyList<IBackendEvent> computed, IReadOnlyList<IBackendEvent> recorded) =>
        $"computed [{string.Join(", ", computed)}], recorded [{string.Join(", ", recorded)}]";

    private int[] RecordedLoads(Walk.StoredFact fact) =>
        [.. _r.Lanes.Select(lane => fact.Candidates!.GetValueOrDefault(lane.Backend.Id).Load ?? -1)];

    private static int Pick(ReplayedWorld world, Walker walker, int[] loads, DateTimeOffset now) => RoutePick.Pick(
        world.Open, loads, world.Policy.Walk.Routing.Strategy,
            new PickQuery(walker.Model, walker.State.Excluded, now, walker.Walk.Arrived.RequestNumber, walker.State.Draw));
}
