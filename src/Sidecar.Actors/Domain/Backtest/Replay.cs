using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Recomputes each recorded decision, compares it with the record, and then continues from what is recorded.</summary>
internal sealed partial class Replay
{
    // Within this time, the clocks of different threads do not show what came first.
    internal static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(20);

    private readonly RecordedSteps _record;
    private readonly ReplayedWorld _world;
    private readonly DecisionCounts _decisions;
    private readonly Dictionary<string, WalkReplay> _walks = new(StringComparer.Ordinal);
    private readonly Dictionary<long, WalkReplay> _byTicket = [];

    public Replay(RecordedSteps record, DecisionCounts decisions)
    {
        (_record, _decisions) = (record, decisions);
        _world = new ReplayedWorld(record.History.Policy, record.StateBefore);
        foreach (var (backend, past) in record.History.Before)
            _world.Find(backend)?.Resume(past, record.History.BeforeAt);
    }

    public void Run()
    {
        foreach (var step in _record.Steps)
            Follow(step);
    }

    private void Follow(Step step)
    {
        // The record mentions a backend that none of its policies defines: parts of it are missing.
        if ((step.Backend ?? step.Fact?.Backend) is { } backend && step.Kind != StepKind.Redefined && _world.Find(backend) is null)
        {
            _decisions.Add(DecisionKind.Order, step, Finding.Unknown);
            _walks.Remove(step.Walk?.RequestId ?? "");
            return;
        }
        switch (step.Kind)
        {
            case StepKind.Expired:
                Expired(step);
                break;
            case StepKind.Untold:
                // An operator's action is not a decision, and neither is what was learnt about a limit: both are taken as recorded. The
                // total of one second's failures is checked here too, unless some of them are missing.
                if (_record.EventsOf(step) is var told && told.All(FailureTelling.IsOfSecond)
                    && _world.Find(step.Backend)!.TellFailures(step.At).SequenceEqual(told))
                    _decisions.Compare(DecisionKind.Outcome, true, step, () => "");
                else if (!_record.EventsOf(step).All(e => e.IsOperators() || e is CooldownEvents.V1.LimitLearned))
                    _decisions.Add(DecisionKind.Outcome, step, Finding.Unknown);
                Apply(step);
                break;
            case StepKind.Left:
                _world.Queue.Leave(step.Ticket, step.IsServed);
                break;
            case StepKind.Refused:
                var refused = step.Lease!.Fact!;
                _world.Pool.Refused(step.Ticket, _world.IndexOf(step.Backend), refused.RetryAt, refused.Refusal);
                break;
            case StepKind.Changed:
                _world.Pool.Hear(_world.IndexOf(step.Backend), _record.StateBehind(step.Backend!, step.Heard));
                break;
            case StepKind.LostOffer:
                LostOffer(step);
                break;
            case StepKind.Replaced:
                _world.Become(_record.History.Changes[step.Change].Policy);
                break;
            case StepKind.Redefined:
                _world.Redefine(step.Backend!, _record.History.Changes[step.Change].Policy, step.At);
                break;
            default:
                if (step.Fact!.Kind == "arrived")
                    Arrived(step);
                else if (_walks.TryGetValue(step.Walk!.RequestId, out var walk))
                    Told(step, walk);
                break;
        }
    }

    private void Told(Step step, WalkReplay walk)
    {
        switch (step.Fact!.Kind)
        {
            case "picked":
                Picked(step, walk);
                break;
            case "lease":
                Leased(step, walk);
                break;
            case "answered":
                Answered(step, walk);
                break;
            case "queued" or "full":
                Joined(step, walk);
                break;
            case "foregone":
                Foregone(step, walk);
                break;
            case "woken":
                Woken(step, walk);
                break;
            case "round":
                RoundBegan(step, walk);
                break;
            case "ended":
                Ended(step, walk);
                break;
            default:
                // A later version introduced this kind; its meaning is not known here.
                _decisions.Add(DecisionKind.Move, step, Finding.Unknown);
                break;
        }
    }

    /// <summary>Compares what the walk should have done next with what it did.</summary>
    private void Expect(Step step, WalkReplay walk, bool isAsWanted)
    {
        var needed = walk.Next;
        _decisions.Compare(DecisionKind.Move, isAsWanted, step,
            () => $"the next step should have been {needed}, not {step.Fact!.Kind} {step.Fact.Backend}",
            walk.IsNearABound(step.At) ? Finding.Tied : Finding.Different);
        if (step.Fact!.Phase is { } phase)
            walk.Align(phase);
    }

    private void Expired(Step step)
    {
        var (computed, recorded) = (_world.Find(step.Backend)!.Expire(step.At), _record.EventsOf(step));
        _decisions.Compare(DecisionKind.Expiry, computed.SequenceEqual(recorded), step, () => Differing(computed, recorded));
        Apply(step);
    }

    private void Apply(Step step) => _world.Find(step.Backend)!.Apply(_record.EventsOf(step));

    private static string Differing(IReadOnlyList<IBackendEvent> computed, IReadOnlyList<IBackendEvent> recorded) =>
        $"computed [{string.Join(", ", computed)}], recorded [{string.Join(", ", recorded)}]";
}
