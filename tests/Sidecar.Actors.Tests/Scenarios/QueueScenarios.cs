using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Pools;

namespace Sidecar.Actors.Tests.Scenarios;

using static Kit.Fleet;
using static PoolProtocol;

/// <summary>The pool alone, given messages in orders that occur only on a busy machine.</summary>
public sealed class QueueScenarios : TestKit
{
    private readonly BoardHolder _board = new(RoutingBoard.Of(new BackendCatalog(
        ["primary"], [Primary("a")], new Dictionary<string, string>())));
    private readonly IActorRef _pool;

    public QueueScenarios() => _pool = Sys.ActorOf(Props.Create(
        () => new PoolActor(_board, new PrimaryWaitPolicy(5, TimeSpan.FromSeconds(2), 10))));

    [Fact]
    public void a_change_that_overtakes_the_refusal_it_undoes_is_not_forgotten()
    {
        var ticket = Join(TestActor);
        ExpectMsg<TryBackend>();

        // The backend refused because of its concurrency limit and then had room again, before the waiter's report of the refusal arrived.
        _pool.Tell(new BackendChanged("a", BackendState.Fresh));
        _pool.Tell(new RefusedLease(ticket, 0, null), TestActor);

        ExpectMsg<TryBackend>();
    }

    [Fact]
    public void a_refusal_without_a_change_waits_for_one()
    {
        var ticket = Join(TestActor);
        ExpectMsg<TryBackend>();
        _pool.Tell(new RefusedLease(ticket, 0, null), TestActor);
        var behind = CreateTestProbe();
        Join(behind);

        _pool.Tell(new BackendChanged("a", BackendState.Fresh));

        ExpectMsg<TryBackend>();
    }

    [Fact]
    public void a_waiter_that_gives_up_before_it_has_its_ticket_is_known_by_its_address()
    {
        var gone = CreateTestProbe();
        Join(gone);
        gone.ExpectMsg<TryBackend>();
        Assert.True(_board.Current.Promised[0].Holds("m"));

        _pool.Tell(new LeaveQueue(null), gone);
        Join(TestActor);

        ExpectMsg<TryBackend>();
    }

    [Fact]
    public void one_waiter_at_a_time_is_offered_a_backend()
    {
        Join(TestActor);
        ExpectMsg<TryBackend>();
        var behind = CreateTestProbe();
        var ticket = Join(behind);
        _pool.Tell(new JoinQueue(null, "m", Waiter.NoExclusions), TestActor);
        ExpectMsg<Queued>();

        _pool.Tell(new LeaveQueue(1), TestActor);

        Assert.Equal(ticket, behind.ExpectMsg<TryBackend>().Ticket);
    }

    [Fact]
    public void a_look_at_the_queue_shows_how_many_wait_and_the_first_of_them_in_order()
    {
        var since = Sys.Scheduler.Now;
        var until = since.AddMinutes(1);
        for (var i = 1; i <= 5; i++)
            _pool.Tell(new JoinQueue(null, $"m{i}", Waiter.NoExclusions, $"r{i}", since, until), CreateTestProbe());
        _pool.Tell(new LeaveQueue(2));

        _pool.Tell(new ListWaiting(3), TestActor);
        var told = ExpectMsg<Waiting>();
        _pool.Tell(new ListWaiting(9), TestActor);

        Assert.Equal((4, "r1 m1, r3 m3, r4 m4"), (told.Count, string.Join(", ", told.First.Select(w => $"{w.RequestId} {w.Model}"))));
        Assert.All(told.First, waiting => Assert.Equal((since, until), (waiting.Since, waiting.Until)));
        Assert.Equal(4, ExpectMsg<Waiting>().First.Count);
    }

    private long Join(IActorRef waiter)
    {
        _pool.Tell(new JoinQueue(null, "m", Waiter.NoExclusions), waiter);
        return ExpectMsg<Queued>().Ticket;
    }

    private long Join(TestProbe waiter)
    {
        _pool.Tell(new JoinQueue(null, "m", Waiter.NoExclusions), waiter);
        return waiter.ExpectMsg<Queued>().Ticket;
    }
}
