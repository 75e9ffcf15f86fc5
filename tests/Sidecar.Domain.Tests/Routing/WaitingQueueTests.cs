using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Routing;

public sealed class WaitingQueueTests
{
    private readonly WaitingQueue _queue = new(10);
    private RoutingBoard _board = Sample.Board(Sample.Backend("a"));

    [Fact]
    public void first_come_is_first_served()
    {
        foreach (var ticket in new[] { 3, 1, 2 })
            _queue.TryJoin(Plain(ticket));

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => ServeNext()));
    }

    [Fact]
    public void one_who_comes_back_after_a_failed_attempt_keeps_its_place()
    {
        for (var i = 1; i <= 3; i++)
            _queue.TryJoin(Plain(i));
        ServeNext();
        _queue.TryJoin(Plain(1));

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => ServeNext()));
    }

    [Fact]
    public void a_backend_is_offered_to_one_at_a_time()
    {
        _queue.TryJoin(Plain(1));
        _queue.TryJoin(Plain(2));

        Assert.Equal((1, 0), Next());
        Assert.Null(Next());
        _queue.Leave(1);
        Assert.Equal((2, 0), Next());
    }

    [Fact]
    public void nobody_is_offered_two_backends_at_once()
    {
        _board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"), Sample.Backend("c", "fallback"));
        _queue.TryJoin(Plain(1));
        Assert.Equal((1, 0), Next());
        Assert.Null(Next());
        _queue.TryJoin(Plain(2));

        Assert.Equal((2, 1), Next());
        Assert.Null(Next());
    }

    [Fact]
    public void the_queue_is_bounded_and_one_that_stands_in_it_already_may_join_anew()
    {
        var queue = new WaitingQueue(1);
        Assert.True(queue.TryJoin(Plain(1)));
        Assert.False(queue.TryJoin(Plain(2)));
        Assert.True(queue.TryJoin(Plain(1)));
        Assert.Equal(1, queue.Count);
        queue.Leave(1);

        Assert.True(queue.TryJoin(Plain(2)));
        Assert.False(new WaitingQueue(0).TryJoin(Plain(1)));
    }

    [Fact]
    public void a_backend_that_refused_is_offered_again_when_it_said_to_the_same_waiter()
    {
        _queue.TryJoin(Plain(1));
        _queue.TryJoin(Plain(2));
        Next();
        _queue.Refused(1, 0, At(5));

        Assert.Null(Next());
        Assert.Equal(At(5), _queue.NextDue(_board, Start));
        Assert.Null(Next(4.999));
        Assert.Equal((1, 0), Next(5));
    }

    [Fact]
    public void a_backend_that_refused_without_an_instant_is_offered_again_after_a_change()
    {
        _queue.TryJoin(Plain(1));
        Next();
        _queue.Refused(1, 0, null);

        Assert.Null(Next(1e6));
        Assert.Null(_queue.NextDue(_board, Start));
        _queue.Changed(0);
        Assert.Equal((1, 0), Next());
    }

    [Fact]
    public void a_change_that_was_told_before_the_refusal_it_undoes_is_not_lost()
    {
        _queue.TryJoin(Plain(1));
        Next();
        // The backend refuses, then has room and says so; the refusal arrives later, because it travels by way of the waiter.
        _queue.Changed(0);
        _queue.Refused(1, 0, null);

        Assert.Equal((1, 0), Next());
        _queue.Refused(1, 0, null);
        Assert.Null(Next());
    }

    [Fact]
    public void a_change_before_the_offer_does_not_undo_a_refusal_after_it()
    {
        _queue.TryJoin(Plain(1));
        Next();
        _queue.Changed(0);
        _queue.Leave(1);
        _queue.TryJoin(Plain(2));
        Assert.Equal((2, 0), Next());
        _queue.Refused(2, 0, null);

        Assert.Null(Next());
    }

    [Fact]
    public void a_refusal_because_the_model_rests_does_not_hold_up_those_who_want_another()
    {
        _queue.TryJoin(new Waiter(1, "x", Waiter.NoExclusions));
        _queue.TryJoin(new Waiter(2, "y", Waiter.NoExclusions));
        Assert.Equal((1, 0), Next());
        var rest = new RestState { Mode = RestMode.Cooling, Until = At(600) };
        _board = _board with { States = [BackendState.Fresh with { Models = BackendState.Fresh.Models.Add("x", rest) }] };
        _queue.Changed(0);
        _queue.Refused(1, 0, At(600));

        Assert.Equal((2, 0), Next());
    }

    [Fact]
    public void a_refusal_of_an_offer_that_is_over_frees_and_blocks_nothing()
    {
        _board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"));
        _queue.TryJoin(Plain(1));
        Assert.Equal((1, 0), Next());
        _queue.Leave(1);
        _queue.TryJoin(new Waiter(1, "m", new Dictionary<int, DateTimeOffset> { [0] = At(9) }));
        Assert.Equal((1, 1), Next());
        _queue.Refused(1, 0, null);
        _queue.TryJoin(Plain(2));

        Assert.Equal((2, 0), Next());
        Assert.Null(Next());
    }

    [Fact]
    public void a_due_of_one_who_is_trying_elsewhere_does_not_hide_a_later_one()
    {
        _board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"));
        _queue.TryJoin(Plain(1));
        Assert.Equal((1, 0), Next());
        _queue.TryJoin(new Waiter(2, "m", new Dictionary<int, DateTimeOffset> { [1] = At(3) }));

        Assert.Null(Next());
        Assert.Equal(At(3), _queue.NextDue(_board, Start));
    }

    [Fact]
    public void a_due_of_a_model_that_rests_longer_does_not_hide_an_earlier_one()
    {
        var (whole, own) = (new RestState { Mode = RestMode.Cooling, Until = At(2) },
            new RestState { Mode = RestMode.Cooling, Until = At(9) });
        _board = _board with { States = [BackendState.Fresh with { Whole = whole, Models = BackendState.Fresh.Models.Add("m", own) }] };
        _queue.TryJoin(Plain(1));
        Assert.Equal(At(9), _queue.NextDue(_board, Start));
        _queue.TryJoin(Plain(2) with { Model = "other" });

        Assert.Equal(At(2), _queue.NextDue(_board, Start));
    }

    [Fact]
    public void a_waiter_claims_the_backends_that_it_could_use()
    {
        _board = Sample.Board(Sample.Backend("a"), Sample.Backend("b").Serving("other"), Sample.Backend("c") with { Enabled = false });
        Assert.False(Claims(0, 0));
        _queue.TryJoin(new Waiter(1, "m", new Dictionary<int, DateTimeOffset> { [0] = At(3) }));

        Assert.Equal([false, false, false], Enumerable.Range(0, 3).Select(b => Claims(b, 2.999)));
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(b => Claims(b, 3)));
        _queue.Leave(1);
        Assert.False(Claims(0, 3));
    }

    private bool Claims(int backend, double at) => _queue.PromiseOf(_board, backend, At(at), Promise.None).Holds("m");

    private static Waiter Plain(long ticket) => new(ticket, "m", Waiter.NoExclusions);

    private (long, int)? Next(double at = 0) => _queue.Next(_board, At(at)) is { } wake ? (wake.Waiter.Ticket, wake.Backend) : null;

    private long? ServeNext()
    {
        var wake = _queue.Next(_board, Start);
        _queue.Leave(wake!.Value.Waiter.Ticket);
        return wake.Value.Waiter.Ticket;
    }
}
