using Sidecar.Domain.Attempts;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Where a walk goes next, as a coordinator does it.</summary>
internal sealed partial class Walker
{
    private void Failed(AttemptVerdict verdict, DateTimeOffset now)
    {
        var index = Lane!.Index;
        switch (Phase)
        {
            case RequestPhase.Routing:
                _failed = _failed.With(index);
                _onlyFailed &= verdict == AttemptVerdict.FailedAnswer;
                SeekInRouting(now);
                break;
            case RequestPhase.PrimaryWait:
                NotBefore[index] = now + _world.Policy.Walk.PrimaryWait.Interval;
                if (WalkBudget.MayWaitOn(_world.Policy.Walk, SentHere, Until, now))
                    Want = new Want(Need.Place);
                else
                    LeaveWaiting(now);
                break;
            default:
                if (verdict == AttemptVerdict.CredentialsRejected)
                    _rejected = _rejected.With(index);
                Onward(now);
                break;
        }
    }

    private void SeekInRouting(DateTimeOffset now)
    {
        if (WalkBudget.MayAttemptInRouting(_world.Policy.Walk, Sent) && Remaining(now) > TimeSpan.Zero)
            Want = new Want(Need.Pick);
        else
            LeaveRouting(now);
    }

    private void LeaveRouting(DateTimeOffset now)
    {
        var policy = _world.Policy.Walk;
        switch (WalkBudget.AfterRouting(policy, Sent, _onlyFailed, _world.Open.PrimaryServes(Model), Remaining(now)))
        {
            case NextMove.RelayLastAnswer:
                Want = new Want(Need.Relay);
                break;
            case NextMove.PrimaryWait:
                Phase = RequestPhase.PrimaryWait;
                var remaining = Remaining(now);
                Until = now + (policy.PrimaryWait.Budget < remaining ? policy.PrimaryWait.Budget : remaining);
                Want = new Want(Need.Place);
                break;
            case NextMove.Emergency:
                EnterEmergency(now);
                break;
            default:
                EndExhausted();
                break;
        }
    }

    private void EnterEmergency(DateTimeOffset now)
    {
        (Phase, HadEmergency) = (RequestPhase.Emergency, true);
        Onward(now);
    }

    private void Onward(DateTimeOffset now)
    {
        if (_next >= _order.Count)
        {
            if (WalkBudget.MayStartRound(_world.Policy.Walk, _rounds, _sentInRound, Remaining(now)))
                Want = new Want(Need.Round);
            else
                EndExhausted();
        }
        else if (Remaining(now) <= TimeSpan.Zero)
            EndExhausted();
        else
            Ask(_order[_next++]);
    }

    private void Ask(int index) => Want = new Want(Need.Lease, _world.Lanes[index].Backend.Id);

    private void StopWaiting(DateTimeOffset now)
    {
        if (WaitingSince is { } since)
            Waited += now - since;
        WaitingSince = null;
    }

    private void EndExhausted() => End(Refusals.AllPoolsExhausted(1));

    private void End(Refusal refusal) => Want = new Want(Need.End, null, refusal.Status, refusal.Code);
}
