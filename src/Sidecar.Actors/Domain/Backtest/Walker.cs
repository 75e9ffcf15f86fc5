using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>The walk of one request in a replayed world: told what happens to it, it says what it needs next, by the budgets of that world's policy.</summary>
internal sealed partial class Walker
{
    private readonly ReplayedWorld _world;
    private Chance _chance;
    private BackendSet _failed;
    private BackendSet _refused;
    private BackendSet _rejected;
    private bool _onlyFailed = true;
    private int _rounds;
    private bool _sentInRound;
    private IReadOnlyList<int> _order = [];
    private int _next;
    private int _leases;

    public Walker(ReplayedWorld world, RecordedWalk walk)
    {
        (_world, Walk, ArrivedAt, _chance) = (world, walk, walk.Arrived.At, new Chance(walk.Arrived.Seed));
        NotBefore = new Dictionary<int, DateTimeOffset>();
    }

    public RecordedWalk Walk { get; }

    public string Model => Walk.Model;

    public DateTimeOffset ArrivedAt { get; }

    public RequestPhase Phase { get; private set; } = RequestPhase.Routing;

    public Want Want { get; private set; }

    public int Sent { get; private set; }

    public int SentHere { get; private set; }

    /// <summary>When the time of primary-wait is over.</summary>
    public DateTimeOffset Until { get; private set; }

    public DateTimeOffset? WaitingSince { get; private set; }

    public TimeSpan Waited { get; private set; }

    public bool HasWaited { get; private set; }

    public bool HadEmergency { get; private set; }

    public long? Ticket { get; set; }

    public Dictionary<int, DateTimeOffset> NotBefore { get; }

    /// <summary>The attempt under way, or the last one.</summary>
    public LeaseKey Lease { get; private set; }

    public Lane? Lane { get; private set; }

    public long Epoch { get; private set; }

    public bool IsClean { get; private set; }

    public int? LastStatus { get; private set; }

    public BackendSet Excluded => _failed.Union(_refused);

    public BackendSet Rejected => _rejected;

    public double NextChance() => _chance.Next();

    public LeaseKey NextLease() => new(Walk.RequestId, ++_leases);

    public TimeSpan Remaining(DateTimeOffset now) => WalkBudget.Remaining(_world.Policy.Walk, ArrivedAt, now);

    /// <summary>It decides otherwise within so little that the instants of the record cannot tell.</summary>
    public bool IsNearABound(DateTimeOffset now) =>
        Remaining(now).Duration() <= Replay.Instant || (Phase != RequestPhase.Routing && HasWaited && (Until - now).Duration() <= Replay.Instant);

    /// <summary>The record says that it was in this phase.</summary>
    public void Align(RequestPhase phase) => Phase = phase;

    public void Begin(DateTimeOffset now)
    {
        if (_world.Lanes.Count == 0)
            End(Refusals.NoBackendConfigured);
        else if (!_world.Open.AnyServes(Model))
            End(Refusals.NoBackendForModel(Model));
        else
            SeekInRouting(now);
    }

    public void Picked(int index, DateTimeOffset now)
    {
        if (index < 0)
            LeaveRouting(now);
        else
            Ask(index);
    }

    public void Granted(Lane lane, LeaseKey lease, long epoch, bool isClean, DateTimeOffset now)
    {
        (Lane, Lease, Epoch, IsClean, Sent, _refused) = (lane, lease, epoch, isClean, Sent + 1, default);
        if (Phase == RequestPhase.PrimaryWait)
        {
            _world.Leave(Ticket);
            SentHere++;
            StopWaiting(now);
        }
        _sentInRound = true;
        Want = new Want(Need.Answer);
    }

    public void Refused(Lane lane, DateTimeOffset? retryAt, DateTimeOffset now)
    {
        switch (Phase)
        {
            case RequestPhase.Routing:
                _refused = _refused.With(lane.Index);
                SeekInRouting(now);
                break;
            case RequestPhase.PrimaryWait:
                _world.Refused(Ticket, lane.Index, retryAt);
                if (now < Until)
                    Want = new Want(Need.Offer);
                else
                    LeaveWaiting(now);
                break;
            default:
                Onward(now);
                break;
        }
    }

    public void Answered(AttemptVerdict verdict, UpstreamError? error, int? status, DateTimeOffset now)
    {
        LastStatus = status;
        if (verdict is AttemptVerdict.Success or AttemptVerdict.ClientCredentialsRejected)
            Want = new Want(Need.Relay);
        else if (error == UpstreamError.ClientGone)
            HungUp();
        else if (error == UpstreamError.DeadlinePassed)
            EndExhausted();
        else
            Failed(verdict, now);
    }

    public void Queued(DateTimeOffset now)
    {
        WaitingSince ??= now;
        HasWaited = true;
        Want = new Want(Need.Offer);
    }

    public void Offered(int index) => Ask(index);

    public void LeaveWaiting(DateTimeOffset now)
    {
        _world.Leave(Ticket);
        StopWaiting(now);
        if (WalkBudget.AfterPrimaryWait(_world.Policy.Walk, Remaining(now)) == NextMove.Emergency)
            EnterEmergency(now);
        else
            EndExhausted();
    }

    public void RoundBegan(IReadOnlyList<int> order, DateTimeOffset now)
    {
        if (order.Count == 0)
        {
            EndExhausted();
            return;
        }
        (_order, _next, _rounds, _sentInRound) = (order, 0, _rounds + 1, false);
        Onward(now);
    }

    public void HungUp()
    {
        if (Phase == RequestPhase.PrimaryWait)
            _world.Leave(Ticket);
        Want = new Want(Need.End, null, 0, "ClientGone");
    }
}
