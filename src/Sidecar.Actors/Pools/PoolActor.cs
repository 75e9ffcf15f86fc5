using Akka.Actor;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using static Sidecar.Pools.PoolProtocol;

namespace Sidecar.Pools;

/// <summary>Keeps every backend's status as an immutable board, and the fair queue of primary-wait.</summary>
public sealed class PoolActor(BoardHolder board, PrimaryWaitPolicy policy) : UntypedActor, IWithTimers
{
    private readonly ServingPool _pool = new(board.Current, new WaitingQueue(policy.MaxWaiting, policy.MaxWaitingBytes, policy.For));
    private readonly Dictionary<long, (IActorRef Who, WaitingRequest What)> _waiting = [];
    private readonly PoolOrder _order = new();
    private long _lastTicket;
    private DateTimeOffset? _armedFor;

    public ITimerScheduler Timers { get; set; } = null!;

    private WaitingQueue Queue => _pool.Queue;

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BackendChanged changed:
                Update(changed);
                break;
            case ReplaceCatalog replace:
                Replace(replace);
                break;
            case AttemptNoted noted:
                Sender.Tell(noted);
                return;
            case ListWaiting list:
                Sender.Tell(new Waiting(_waiting.Count, First(list.Most)));
                return;
            case JoinQueue join:
                Join(join);
                break;
            case LeaveQueue leave:
                Leave(leave.Ticket ?? TicketOf(Sender), leave.HasTried);
                break;
            case RefusedLease refused:
                _pool.Refused(refused.Ticket, refused.Backend, refused.RetryAt, refused.Reason);
                _order.Refused(refused.Ticket);
                break;
            case OfferDue:
                _armedFor = null;
                break;
            default:
                Unhandled(message);
                return;
        }
        // First, so that no newcomer overtakes a waiter that an offer has just woken.
        _pool.KeepPromises(Now);
        Publish();
        Offer();
        board.ShowWaiting(Queue.Count);
    }

    private void Update(BackendChanged changed)
    {
        if (_pool.Board.Catalog.IndexOf(changed.BackendId) is not (var index and >= 0))
            return;
        _order.Changed(changed.BackendId, changed.Events, Queue.Count > 0);
        _pool.Hear(index, changed.State);
        Publish();
    }

    private void Replace(ReplaceCatalog replace)
    {
        _pool.Become(replace.Catalog, replace.Newcomers);
        Publish();
        _order.Replaced(board.Current.Version, Queue.Count > 0);
        Sender.Tell(new CatalogReplaced(board.Current.Version, Now));
    }

    private void Join(JoinQueue join)
    {
        var ticket = join.Ticket ?? ++_lastTicket;
        if (!Queue.TryJoin(new Waiter(ticket, join.Model, join.NotBefore, join.Client ?? "", join.Bytes)))
        {
            Sender.Tell(new QueueFull(Queue.Count, Queue.Bytes));
            return;
        }
        _waiting[ticket] = (Sender, new WaitingRequest(join.RequestId, join.Model, join.Since, join.Until));
        _order.Joined(ticket);
        Sender.Tell(new Queued(ticket, Queue.Count, Queue.Bytes - join.Bytes));
    }

    private void Leave(long ticket, bool hasTried)
    {
        Queue.Leave(ticket, hasTried);
        if (_waiting.Remove(ticket))
            _order.Left(ticket, hasTried);
    }

    // A waiter that failed before it got its ticket is known only by its address; rare enough for a search.
    private long TicketOf(IActorRef waiter) => _waiting.FirstOrDefault(w => w.Value.Who.Equals(waiter)).Key;

    // A single pass that keeps a few: listing the queue must not delay the waiters.
    private List<WaitingRequest> First(int most)
    {
        var kept = new PriorityQueue<WaitingRequest, long>();
        foreach (var (ticket, (_, what)) in _waiting)
            if (kept.Count < most)
                kept.Enqueue(what, -ticket);
            else
                kept.EnqueueDequeue(what, -ticket);
        var first = new List<WaitingRequest>(kept.Count);
        while (kept.TryDequeue(out var what, out _))
            first.Add(what);
        first.Reverse();
        return first;
    }

    private void Offer()
    {
        var now = Now;
        while (Queue.Next(board.Current, now) is { } wake)
        {
            var place = _order.Offered(wake.Waiter.Ticket, board.Current.Catalog.Backends[wake.Backend].Id);
            _waiting[wake.Waiter.Ticket].Who.Tell(new TryBackend(wake.Waiter.Ticket, wake.Backend, now, place));
        }
        Arm(Queue.NextDue(board.Current, now) is { } due && due > now ? due : null, now);
    }

    // Most messages do not change when to look again, and setting a timer costs more than looking.
    private void Arm(DateTimeOffset? due, DateTimeOffset now)
    {
        if (due == _armedFor)
            return;
        _armedFor = due;
        if (due is { } at)
            Timers.StartSingleTimer(OfferDue.Instance, OfferDue.Instance, at - now);
        else
            Timers.Cancel(OfferDue.Instance);
    }

    private void Publish()
    {
        if (!ReferenceEquals(board.Current, _pool.Board))
            board.Publish(_pool.Board);
    }

    private sealed record OfferDue
    {
        public static readonly OfferDue Instance = new();
    }
}
