using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>Waiting for a backend of any pool, or of the first pool only.</summary>
public sealed class WaitingForAnyTests
{
    private static readonly BackendState Resting = BackendState.Fresh with
    {
        Whole = new RestState
        {
            Mode = RestMode.Cooling,
            Until = At(600)
        }
    };

    private readonly RoutingBoard _board = Sample.Board(Sample.Backend("a"), Sample.Backend("b", "fallback"));

    [Theory]
    [InlineData(WaitFor.Any, 1)]
    [InlineData(WaitFor.Primary, null)]
    public void a_later_pools_room_is_offered_while_no_primary_is_open(WaitFor waitFor, int? offered)
    {
        var queue = Queue(waitFor, Plain(1));

        Assert.Equal(offered, queue.Next(_board with { States = [Resting, BackendState.Fresh] }, Start)?.Backend);
    }

    [Fact]
    public void while_a_primary_is_open_nobody_is_offered_a_later_pools()
    {
        var queue = Queue(WaitFor.Any, Plain(1), Plain(2));

        Assert.Equal(0, queue.Next(_board, Start)?.Backend);
        Assert.Null(queue.Next(_board, Start));
    }

    [Fact]
    public void a_primary_that_refused_is_not_open_until_it_said()
    {
        var queue = Queue(WaitFor.Any, Plain(1), Plain(2));
        queue.Next(_board, Start);
        queue.Refused(1, 0, At(5));

        Assert.Equal((1L, 1), OfferedAt(queue, 0));
        queue.Leave(1, isServed: true);
        Assert.Equal((2L, 0), OfferedAt(queue, 5));
    }

    [Fact]
    public void who_may_not_try_the_open_primary_is_offered_the_later_pools()
    {
        var queue = Queue(WaitFor.Any, new Waiter(1, "m", new Dictionary<int, DateTimeOffset> { [0] = DateTimeOffset.MaxValue }), Plain(2));

        Assert.Equal((2L, 0), OfferedAt(queue, 0));
        Assert.Equal((1L, 1), OfferedAt(queue, 0));
    }

    [Fact]
    public void a_waiter_that_may_try_nobody_has_no_due_time()
    {
        var never = new Dictionary<int, DateTimeOffset> { [0] = DateTimeOffset.MaxValue, [1] = DateTimeOffset.MaxValue };

        Assert.Null(Queue(WaitFor.Any, new Waiter(1, "m", never)).NextDue(_board, Start));
        Assert.Null(Queue(WaitFor.Primary, new Waiter(1, "m", never)).NextDue(_board, Start));
    }

    [Fact]
    public void a_later_pools_backend_is_promised_too()
    {
        var queue = Queue(WaitFor.Any, Plain(1));

        Assert.True(queue.PromiseOf(_board, 1, Start, Promise.None).Holds("m"));
        Assert.False(Queue(WaitFor.Primary, Plain(1)).PromiseOf(_board, 1, Start, Promise.None).Holds("m"));
    }

    [Fact]
    public void a_waiter_claims_a_backend_for_its_own_model_only()
    {
        var queue = Queue(WaitFor.Primary, Plain(1));

        var promise = queue.PromiseOf(_board, 0, Start, Promise.None);

        Assert.Equal((true, false), (promise.Holds("m"), promise.Holds("y")));
        Assert.Same(promise, queue.PromiseOf(_board, 0, Start, promise));
    }

    [Fact]
    public void room_that_all_models_share_is_promised_to_who_was_refused_it()
    {
        var queue = Queue(WaitFor.Primary, Plain(1));
        queue.Next(_board, Start);
        queue.Refused(1, 0, At(5));

        Assert.True(queue.PromiseOf(_board, 0, Start, Promise.None).Holds("y"));
    }

    [Fact]
    public void a_refusal_about_one_model_holds_up_nobody_who_wants_another()
    {
        var queue = Queue(WaitFor.Primary, Plain(1), Plain(2) with { Model = "y" });
        queue.Next(_board, Start);
        queue.Refused(1, 0, At(600), isOfModel: true);

        Assert.Equal((2L, 0), OfferedAt(queue, 0));
        queue.Leave(2, isServed: true);
        Assert.Null(OfferedAt(queue, 599));
        Assert.Equal((1L, 0), OfferedAt(queue, 600));
    }

    private (long, int)? OfferedAt(WaitingQueue queue, double at) =>
        queue.Next(_board, At(at)) is { } wake ? (wake.Waiter.Ticket, wake.Backend) : null;

    private static Waiter Plain(long ticket) => new(ticket, "m", Waiter.NoExclusions);

    private static WaitingQueue Queue(WaitFor waitFor, params Waiter[] waiters)
    {
        var queue = new WaitingQueue(10, waitFor: waitFor);
        foreach (var waiter in waiters)
            queue.TryJoin(waiter);
        return queue;
    }
}
